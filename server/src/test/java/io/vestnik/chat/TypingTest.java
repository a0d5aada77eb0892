package io.vestnik.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.ManualClock;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Event;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// `typing`: the others of a chat hear of it, once in three seconds.
class TypingTest {
  private static final ManualClock clock = new ManualClock();

  @AutoClose
  private static final TestServer server = TestServer.start(clock, UnaryOperator.identity());

  @AutoClose private Pair pair;
  private Talk anna;
  private Talk hers;
  private Talk his;

  @BeforeEach
  void meet(TestInfo test) {
    pair = Pair.of(server, test.getDisplayName());
    anna = pair.anna();
    hers = pair.listening(pair.annaHerself());
    his = pair.listening(pair.borisHimself());
  }

  private void type(Talk talk) {
    Answers.hasFields(pair.ask(talk, "typing"));
  }

  @Test
  void isHeardByTheOthersAlone() {
    Talk stranger = pair.listening(pair.veraHerself());
    type(anna);
    Event typing = his.nextEvent();
    assertThat(typing.kind()).isEqualTo("typing");
    assertThat(typing.body().keySet())
        .containsExactlyInAnyOrder("mode", "timestamp", "event", "chat_id", "user_id");
    assertThat(typing.number("chat_id")).isEqualTo(pair.chat());
    assertThat(typing.number("user_id")).isEqualTo(pair.annaHerself().id());
    Pair.hearsNothing(hers);
    Pair.hearsNothing(stranger);
    Pair.hearsNothing(his);
  }

  @Test
  void isHeardOnceInThreeSecondsFromEachOfTheirConnections() {
    type(anna);
    type(anna);
    type(pair.another(pair.annaHerself()));
    his.nextEvent("typing");
    Pair.hearsNothing(his);
    clock.advance(Duration.ofMillis(2_999));
    type(anna);
    Pair.hearsNothing(his);
    clock.advance(Duration.ofMillis(1));
    type(anna);
    his.nextEvent("typing");
    type(anna);
    Pair.hearsNothing(his);
  }

  @Test
  void isCountedForEachChatAndUserByItself() {
    type(anna);
    his.nextEvent("typing");
    type(pair.boris());
    assertThat(hers.nextEvent("typing").number("user_id")).isEqualTo(pair.borisHimself().id());
    long other = Pair.chat(anna, pair.veraHerself());
    Talk third = pair.listening(pair.veraHerself());
    anna.call("typing", "chat_id", other).expect("200");
    assertThat(third.nextEvent("typing").number("chat_id")).isEqualTo(other);
  }

  @Test
  void isNotHeardInChatsOfOverFifty() {
    long large = pair.large();
    Talk later = pair.listening(pair.borisHimself());
    anna.call("typing", "chat_id", large).expect("200");
    Pair.hearsNothing(later);
  }

  @Test
  void isNoEntryAndChangesNothing() {
    long before = pair.number(anna, "last_event_id");
    String cursor = pair.boris().call("sync").text("cursor");
    type(anna);
    his.nextEvent("typing");
    assertThat(pair.number(anna, "last_event_id")).isEqualTo(before);
    assertThat(pair.boris().call("sync", "cursor", cursor).text("cursor")).isEqualTo(cursor);
  }

  @Test
  void refusesStrangersAndWrongFields() {
    Refusals.of(anna, "typing", "chat_id", pair.chat())
        .withoutToken()
        .withoutTimestamp()
        .missing("chat_id")
        .id("chat_id", 1)
        .toStrangers(pair.vera());
    Pair.hearsNothing(his);
  }
}
