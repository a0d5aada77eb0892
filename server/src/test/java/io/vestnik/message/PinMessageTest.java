package io.vestnik.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Bursts;
import io.vestnik.ManualClock;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.protocol.Limits;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// `pinMessage`: a message is pinned for all members, or no longer.
class PinMessageTest {
  @AutoClose private static final TestServer server = TestServer.start();
  @AutoClose private Pair pair;
  private Talk anna;
  private Talk boris;

  @BeforeEach
  void meet(TestInfo test) {
    pair = Pair.of(server, test.getDisplayName());
    anna = pair.anna();
    boris = pair.boris();
  }

  private Reply pin(Talk talk, long id, boolean pinned) {
    return pair.ask(talk, "pinMessage", "message_id", id, "pinned", pinned);
  }

  private List<Long> pins(Talk talk) {
    return pair.ask(talk, "getChat").expect("200").numbers("chat.pinned_message_ids");
  }

  @Test
  void pinsForAllAndTellsThem() {
    long id = pair.send(boris, "x");
    Talk hers = pair.listening(pair.annaHerself());
    Talk his = pair.listening(pair.borisHimself());
    assertThat(Answers.hasFields(pin(anna, id, true), "event_id").number("event_id")).isEqualTo(3);
    Map<String, @Nullable Object> entry = Entries.heardByAll(pair, "messagePinned", hers, his);
    Entries.isEntry(entry, pair, 3, pair.annaHerself().id(), "message_id", id, "pinned", true);
    for (Talk talk : List.of(anna, boris)) {
      assertThat(pins(talk)).containsExactly(id);
      assertThat(pair.ask(talk, "getMessages").list("messages[].pinned")).containsExactly(true);
      Reply log = pair.ask(talk, "getEvents", "min_event_id", id).expect("200");
      assertThat(log.has("events[0].message.pinned")).isFalse();
    }
    assertThat(pin(boris, id, false).expect("200").number("event_id")).isEqualTo(4);
    entry = Entries.heardByAll(pair, "messagePinned", hers, his);
    Entries.isEntry(entry, pair, 4, pair.borisHimself().id(), "message_id", id, "pinned", false);
    assertThat(pins(anna)).isEmpty();
    assertThat(pair.ask(anna, "getMessages").has("messages[0].pinned")).isFalse();
  }

  @Test
  void changesNothingWhereItIsSoAlready() {
    long id = pair.send(anna, "x");
    Answers.hasFields(pin(anna, id, false));
    pin(anna, id, true).expect("200");
    Answers.hasFields(pin(boris, id, true));
    assertThat(pair.number(anna, "last_event_id")).isEqualTo(3);
  }

  @Test
  void takesTheOldestAwayWhereThereAreFifty() {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 52; i++) {
      ids.add(pair.send(anna, "m" + i));
    }
    // In another order than that of the messages.
    List<Long> order = new ArrayList<>(ids.reversed());
    order.subList(0, 50).forEach(id -> pin(anna, id, true).expect("200"));
    assertThat(pins(boris)).isEqualTo(order.subList(0, 50).reversed());
    Talk his = pair.listening(pair.borisHimself());
    long number = pin(anna, order.get(50), true).expect("200").number("event_id");
    Map<String, @Nullable Object> off = Entries.heardByAll(pair, "messagePinned", his);
    long her = pair.annaHerself().id();
    Entries.isEntry(off, pair, number - 1, her, "message_id", order.getFirst(), "pinned", false);
    Map<String, @Nullable Object> on = Entries.heardByAll(pair, "messagePinned", his);
    Entries.isEntry(on, pair, number, her, "message_id", order.get(50), "pinned", true);
    assertThat(pins(boris)).isEqualTo(order.subList(1, 51).reversed());
    // Pinned once more it is the newest pin.
    pin(anna, order.get(1), false).expect("200");
    pin(anna, order.get(1), true).expect("200");
    assertThat(pins(boris)).hasSize(50).startsWith(order.get(1), order.get(50));
  }

  @Test
  void isSeenAsFarAsTheMessageIs() {
    long id = pair.send(anna, "x");
    pin(anna, id, true).expect("200");
    String cursor = boris.call("sync").expect("200").text("cursor");
    boris.call("deleteChat", "chat_id", pair.chat()).expect("200");
    pair.send(anna, "y");
    assertThat(pins(boris)).isEmpty();
    assertThat(pins(anna)).containsExactly(id);
    assertThat(boris.call("sync", "cursor", cursor).list("chats[].pinned_message_ids[]")).isEmpty();
    pin(boris, id, false).expect("404", "noMessage", "message_id");
  }

  @Test
  void isShownBySync() {
    long id = pair.send(anna, "x");
    String cursor = boris.call("sync").expect("200").text("cursor");
    pin(anna, id, true).expect("200");
    Reply sync = boris.call("sync", "cursor", cursor).expect("200");
    assertThat(sync.texts("events[].event")).containsExactly("messagePinned");
    assertThat(sync.numbers("chats[].pinned_message_ids[]")).containsExactly(id);
  }

  @Test
  void refusesStrangersAndWrongFields() {
    long id = pair.send(anna, "x");
    Refusals.of(anna, "pinMessage", "chat_id", pair.chat(), "message_id", id, "pinned", true)
        .withoutToken()
        .withoutTimestamp()
        .missing("chat_id", "message_id", "pinned")
        .id("chat_id", 1)
        .id("message_id", 1)
        .truth("pinned")
        .toStrangers(pair.vera());
    assertThat(pins(anna)).isEmpty();
  }

  @Test
  void isChargedToTheChangesOfItsUser() {
    ManualClock clock = new ManualClock();
    try (TestServer limited = TestServer.start(clock, config -> config.with(Limits.DEFAULT));
        Pair busy = Pair.of(limited, "busy")) {
      long one = busy.send(busy.anna(), "x");
      clock.advance(Duration.ofMinutes(1));
      Object[] request = {"chat_id", busy.chat(), "message_id", one, "pinned", true};
      Bursts.areLimited(clock, Limits.DEFAULT.changes(), busy.anna(), "pinMessage", request);
    }
  }
}
