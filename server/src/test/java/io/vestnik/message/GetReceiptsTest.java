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
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// `getReceipts`: to whom one's message was delivered, who has read it, and when.
class GetReceiptsTest {
  private static final ManualClock clock = new ManualClock();
  private static final TestServer server = TestServer.start(clock, UnaryOperator.identity());
  private Pair pair;
  private Talk anna;
  private Talk boris;

  @BeforeEach
  void meet(TestInfo test) {
    pair = Pair.of(server, test.getDisplayName());
    anna = pair.anna();
    boris = pair.boris();
  }

  @AfterEach
  void part() {
    pair.close();
  }

  @AfterAll
  static void stop() {
    server.close();
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
