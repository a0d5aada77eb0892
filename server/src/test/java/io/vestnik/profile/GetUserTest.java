package io.vestnik.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.ManualClock;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// `getUser`: a user as one may see them.
class GetUserTest {
  private static final ManualClock clock = new ManualClock();

  @AutoClose
  private static final TestServer server = TestServer.start(clock, UnaryOperator.identity());

  @AutoClose private Pair pair;

  @BeforeEach
  void meet(TestInfo test) {
    pair = Pair.of(server, test.getDisplayName());
  }

  private Reply boris(Talk talk) {
    return talk.call("getUser", "user_id", pair.borisHimself().id()).expect("200");
  }

  @Test
  void findsThemByNumberAndByNameWhateverItsCase() {
    pair.boris().call("setProfile", "about", "I read").expect("200");
    Reply byId =
        Answers.hasFields(
            pair.vera().call("getUser", "user_id", pair.borisHimself().id()),
            "user_id",
            "username",
            "about");
    assertThat(byId.text("about")).isEqualTo("I read");
    try (Talk gleb = server.talk().register("Глеб")) {
      Reply byName = pair.vera().call("getUser", "username", "глеб").expect("200");
      assertThat(byName.number("user_id")).isEqualTo(gleb.userId());
      assertThat(byName.text("username")).isEqualTo("Глеб");
    }
  }

  @Test
  void saysWhetherTheyAreThereToWhomTheyHaveWritten() {
    pair.send(pair.anna(), "she wrote, he did not");
    assertThat(boris(pair.anna()).has("online")).isFalse();
    pair.send(pair.boris(), "hello");
    assertThat(boris(pair.anna()).truth("online")).isFalse();
    assertThat(boris(pair.vera()).has("online")).isFalse();
    Talk phone = pair.listening(pair.borisHimself());
    assertThat(boris(pair.anna()).truth("online")).isTrue();
    assertThat(boris(pair.anna()).has("last_seen")).isFalse();
    phone.close();
    Pair.eventually(
        () -> assertThat(boris(pair.anna()).number("last_seen")).isEqualTo(clock.millis()));
    pair.boris().call("setProfile", "show_presence", "nobody").expect("200");
    assertThat(boris(pair.anna()).has("online")).isFalse();
    assertThat(boris(pair.anna()).has("last_seen")).isFalse();
    assertThat(boris(pair.boris()).truth("online")).isFalse();
  }

  @Test
  void refusesWhoIsNobody() {
    Talk anna = pair.anna();
    anna.call("getUser", "user_id", 999_999).expect("404", "noUser", "user_id");
    anna.call("getUser", "username", "nobody-at-all").expect("404", "noUser", "username");
    anna.call("getUser", "username", "a b").expect("404", "noUser", "username");
    anna.call("getUser").expect("422", "missing", "user_id");
    anna.call("getUser", "user_id", 1, "username", "anna").expect("422", "format", "username");
  }

  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    Refusals.of(pair.anna(), "getUser", "user_id", pair.borisHimself().id())
        .withoutToken()
        .withoutTimestamp()
        .id("user_id", 1)
        .text("username")
        .wrong("username", "413", "tooLong", "x".repeat(321));
  }
}
