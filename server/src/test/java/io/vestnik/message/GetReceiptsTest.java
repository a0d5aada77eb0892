package io.vestnik.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.ManualClock;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// `getReceipts`: to whom one's message was delivered, who has read it, and when.
class GetReceiptsTest {
  private static final ManualClock clock = new ManualClock();

  @AutoClose
  private static final TestServer server = TestServer.start(clock, UnaryOperator.identity());

  @AutoClose private Pair pair;
  private Talk anna;
  private Talk boris;

  @BeforeEach
  void meet(TestInfo test) {
    pair = Pair.of(server, test.getDisplayName());
    anna = pair.anna();
    boris = pair.boris();
  }

  private Reply receipts(long message) {
    Reply reply =
        Answers.hasFields(pair.ask(anna, "getReceipts", "message_id", message), "receipts");
    assertThat(reply.numbers("receipts[].user_id")).containsExactly(pair.borisHimself().id());
    return reply;
  }

  private boolean isDelivered(long message) {
    return receipts(message).has("receipts[0].delivered_time");
  }

  private boolean isRead(long message) {
    return receipts(message).has("receipts[0].read_time");
  }

  // Neither is silent for so long that the server would end the connection.
  private void pass(Duration time) {
    Duration step = Duration.ofHours(12);
    for (Duration left = time; left.isPositive(); left = left.minus(step)) {
      clock.advance(step);
      anna.call("checkToken").expect("200");
      boris.call("checkToken").expect("200");
    }
  }

  @Test
  void knowsNothingAtFirst() {
    pair.send(anna, "one");
    assertThat(isDelivered(2)).isFalse();
    assertThat(isRead(2)).isFalse();
  }

  @Test
  void saysWhenAMarkerFirstPassedTheMessage() {
    for (int i = 2; i < 7; i++) {
      pair.send(anna, "message " + i);
    }
    clock.advance(Duration.ofMinutes(1));
    long first = clock.millis();
    pair.ask(boris, "markRead", "message_id", 3).expect("200");
    clock.advance(Duration.ofMinutes(1));
    long second = clock.millis();
    pair.ask(boris, "markRead", "message_id", 5).expect("200");
    clock.advance(Duration.ofMinutes(1));
    pair.ask(boris, "markRead", "message_id", 4).expect("200");
    for (long message = 2; message < 6; message++) {
      assertThat(receipts(message).number("receipts[0].read_time"))
          .isEqualTo(message < 4 ? first : second);
      assertThat(receipts(message).number("receipts[0].delivered_time"))
          .isEqualTo(message < 4 ? first : second);
    }
    assertThat(isRead(6)).isFalse();
  }

  @Test
  void isToldOfWhatASubscribedConnectionWasGiven() {
    Talk his = pair.listening(pair.borisHimself());
    pair.send(anna, "one");
    his.nextEvent("message");
    Pair.eventually(() -> assertThat(isDelivered(2)).isTrue());
    assertThat(receipts(2).number("receipts[0].delivered_time")).isEqualTo(clock.millis());
    assertThat(isRead(2)).isFalse();
  }

  @Test
  void isToldOfWhatAReadGave() {
    Object[][] reads = {
      {"getMessages", "min_message_id", 0, "limit", 1},
      {"getMessages", "limit", 1},
      {"getEvents", "min_event_id", 0, "limit", 4}
    };
    pair.send(anna, "2");
    pair.send(anna, "3");
    String cursor = boris.call("sync").expect("200").text("cursor");
    Pair.hearsNothing(boris);
    assertThat(isDelivered(2)).as("a chat alone gives no message").isFalse();
    for (int i = 0; i < reads.length; i++) {
      Object[] read = reads[i];
      pair.ask(boris, (String) read[0], Arrays.copyOfRange(read, 1, read.length)).expect("200");
      long given = i + 2L;
      Pair.eventually(() -> assertThat(isDelivered(given)).isTrue());
      assertThat(isRead(given)).isFalse();
      pair.send(anna, "next");
      assertThat(isDelivered(given + 1)).as("what %s did not give", read[0]).isEqualTo(i == 1);
      clock.advance(Duration.ofMinutes(1));
    }
    boris.call("sync", "cursor", cursor).expect("200");
    Pair.eventually(() -> assertThat(isDelivered(6)).isTrue());
  }

  @Test
  void keepsTheTimeOfTheFirstDelivery() {
    pair.send(anna, "one");
    long first = clock.millis();
    pair.ask(boris, "getMessages").expect("200");
    Pair.eventually(() -> assertThat(isDelivered(2)).isTrue());
    clock.advance(Duration.ofHours(1));
    pair.ask(boris, "getMessages").expect("200");
    pair.send(anna, "two");
    pair.ask(boris, "getMessages").expect("200");
    Pair.eventually(() -> assertThat(isDelivered(3)).isTrue());
    assertThat(receipts(2).number("receipts[0].delivered_time")).isEqualTo(first);
    assertThat(receipts(3).number("receipts[0].delivered_time")).isEqualTo(clock.millis());
  }

  /// A time that is no longer known is left out; none is made up.
  @Test
  void forgetsTheTimesAfterSevenDays() {
    pair.send(anna, "one");
    pair.send(anna, "two");
    long first = clock.millis();
    pair.ask(boris, "markRead", "message_id", 2).expect("200");
    pass(Duration.ofDays(7));
    assertThat(receipts(2).number("receipts[0].read_time")).isEqualTo(first);
    long second = clock.millis();
    pair.ask(boris, "markRead", "message_id", 3).expect("200");
    assertThat(receipts(2).number("receipts[0].read_time")).isEqualTo(first);
    clock.advance(Duration.ofSeconds(1));
    pair.send(anna, "three");
    pair.ask(boris, "markRead", "message_id", 4).expect("200");
    assertThat(isRead(2)).isFalse();
    assertThat(isDelivered(2)).isFalse();
    assertThat(receipts(3).number("receipts[0].read_time")).isEqualTo(second);
    pass(Duration.ofDays(8));
    pair.send(anna, "four");
    pair.ask(boris, "markRead", "message_id", 5).expect("200");
    for (long message = 2; message < 5; message++) {
      assertThat(isRead(message)).isFalse();
    }
    assertThat(receipts(5).number("receipts[0].read_time")).isEqualTo(clock.millis());
  }

  /// That the other has cleared the chat is nobody's affair.
  @Test
  void saysTheSameWhenTheOtherHasClearedTheChat() {
    pair.send(anna, "one");
    pair.ask(boris, "markRead", "message_id", 2).expect("200");
    List<Object> before = receipts(2).list("receipts");
    pair.ask(boris, "deleteChat").expect("200");
    assertThat(receipts(2).list("receipts")).isEqualTo(before);
  }

  @Test
  void isEmptyInChatsOfOverFifty() {
    long large = pair.large();
    Pair.send(anna, large, "one");
    boris.call("markRead", "chat_id", large, "message_id", 2).expect("200");
    Object[] asked = {"chat_id", large, "message_id", 2};
    assertThat(anna.call("getReceipts", asked).expect("200").list("receipts")).isEmpty();
    boris.call("leaveGroup", "chat_id", large).expect("200");
    assertThat(anna.call("getReceipts", asked).expect("200").list("receipts")).hasSize(49);
  }

  @Test
  void isEmptyForNotes() {
    long notes = Pair.chat(anna, pair.annaHerself());
    Pair.send(anna, notes, "one");
    assertThat(
            anna.call("getReceipts", "chat_id", notes, "message_id", 2)
                .expect("200")
                .list("receipts"))
        .isEmpty();
  }

  @Test
  void knowsNothingOfWhatOneHasClearedOneself() {
    pair.send(anna, "one");
    pair.ask(anna, "deleteChat").expect("200");
    pair.ask(anna, "getReceipts", "message_id", 2).expect("404", "noMessage", "message_id");
  }

  @Test
  void isForTheMessagesAuthorAlone() {
    pair.send(anna, "hers");
    pair.send(boris, "his");
    pair.ask(boris, "getReceipts", "message_id", 2).expect("403", "notYours");
    pair.ask(anna, "getReceipts", "message_id", 3).expect("403", "notYours");
    pair.ask(boris, "getReceipts", "message_id", 3).expect("200");
  }

  @Test
  void refusesStrangersAndWhatIsNoMessage() {
    pair.send(anna, "one");
    Refusals.of(anna, "getReceipts", "chat_id", pair.chat(), "message_id", 2)
        .withoutToken()
        .withoutTimestamp()
        .missing("chat_id", "message_id")
        .id("chat_id", 1)
        .id("message_id", 1)
        .wrong("message_id", "404", "noMessage", 1, 3, 99, (1L << 53) - 1)
        .toStrangers(pair.vera());
  }
}
