package io.vestnik.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Event;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// `markRead`: one has read up to a message; the marker never goes back.
class MarkReadTest {
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

  /// What markRead answers.
  private long read(Talk talk, long message) {
    return Answers.hasFields(pair.ask(talk, "markRead", "message_id", message), "unread_count")
        .number("unread_count");
  }

  private void sendFive() {
    for (int i = 2; i <= 6; i++) {
      pair.send(anna, "message " + i);
    }
  }

  @Test
  void movesTheMarkerAndSaysHowManyAreUnreadAfterIt() {
    sendFive();
    assertThat(pair.number(boris, "unread_count")).isEqualTo(5);
    assertThat(read(boris, 3)).isEqualTo(3);
    assertThat(pair.number(boris, "read_message_id")).isEqualTo(3);
    assertThat(pair.number(boris, "unread_count")).isEqualTo(3);
    assertThat(pair.number(anna, "read_by_others_message_id")).isEqualTo(3);
    assertThat(pair.number(boris, "read_by_others_message_id")).isZero();
    assertThat(pair.number(anna, "read_message_id")).isZero();
    assertThat(boris.call("getChats").number("chats[0].read_message_id")).isEqualTo(3);
    assertThat(anna.call("getChats").number("chats[0].read_by_others_message_id")).isEqualTo(3);
  }

  @Test
  void neverGoesBack() {
    sendFive();
    assertThat(read(boris, 5)).isEqualTo(1);
    for (long earlier : new long[] {1, 2, 4, 5}) {
      assertThat(read(boris, earlier)).isEqualTo(1);
      assertThat(pair.number(boris, "read_message_id")).isEqualTo(5);
    }
    assertThat(pair.number(anna, "read_by_others_message_id")).isEqualTo(5);
  }

  @Test
  void stopsAtTheLastMessage() {
    sendFive();
    assertThat(read(boris, (1L << 53) - 1)).isZero();
    assertThat(pair.number(boris, "read_message_id")).isEqualTo(6);
    pair.send(anna, "one more");
    assertThat(pair.number(boris, "unread_count")).isEqualTo(1);
    assertThat(read(boris, 7)).isZero();
  }

  @Test
  void passesWhereThereIsNoMessageYet() {
    assertThat(read(boris, 1)).isZero();
    assertThat(read(boris, 5)).isZero();
    pair.send(anna, "the first");
    assertThat(pair.number(boris, "unread_count")).isEqualTo(1);
  }

  @Test
  void countsNoMessagesOfOnesOwn() {
    pair.send(anna, "hers");
    pair.send(boris, "his");
    pair.send(anna, "hers again");
    assertThat(read(boris, 2)).isEqualTo(1);
    assertThat(pair.number(anna, "unread_count")).isEqualTo(1);
    assertThat(read(anna, 3)).isZero();
  }

  @Test
  void countsAThousandAtMost() {
    for (int i = 0; i < 1003; i++) {
      anna.post("sendMessage", "chat_id", pair.chat(), "content", "x", "content_type", "text");
    }
    for (int i = 0; i < 1003; i++) {
      anna.next().expect("200");
    }
    assertThat(read(boris, 1)).isEqualTo(1000);
    assertThat(read(boris, 4)).isEqualTo(1000);
    assertThat(read(boris, 5)).isEqualTo(999);
    assertThat(read(boris, 1003)).isEqualTo(1);
  }

  @Test
  void isHeardByTheOtherAndByOnesOwnDevices() {
    pair.send(anna, "one");
    Talk phone = pair.listening(pair.borisHimself());
    Talk hers = pair.listening(pair.annaHerself());
    Talk stranger = pair.listening(pair.veraHerself());
    read(boris, 2);
    Event read = hers.nextEvent();
    assertThat(read.kind()).isEqualTo("read");
    assertThat(read.body().keySet())
        .containsExactlyInAnyOrder(
            "mode", "timestamp", "event", "chat_id", "user_id", "message_id");
    assertThat(read.number("chat_id")).isEqualTo(pair.chat());
    assertThat(read.number("user_id")).isEqualTo(pair.borisHimself().id());
    assertThat(read.number("message_id")).isEqualTo(2);
    Event changed = phone.nextEvent("chatChanged");
    assertThat(changed.number("chat.read_message_id")).isEqualTo(2);
    assertThat(changed.number("chat.unread_count")).isZero();
    Pair.hearsNothing(stranger);
    read(boris, 2);
    Pair.hearsNothing(hers);
  }

  @Test
  void isHeardByOnesOwnDevicesAloneInChatsOfOverFifty() {
    long large = pair.large();
    for (int i = 0; i < 5; i++) {
      Pair.send(anna, large, "message");
    }
    Talk phone = pair.listening(pair.borisHimself());
    Talk hers = pair.listening(pair.annaHerself());
    Reply marked = boris.call("markRead", "chat_id", large, "message_id", 4).expect("200");
    assertThat(marked.number("unread_count")).isEqualTo(2);
    assertThat(phone.nextEvent("read").number("message_id")).isEqualTo(4);
    assertThat(phone.nextEvent("chatChanged").number("chat.unread_count")).isEqualTo(2);
    Pair.hearsNothing(hers);
    Reply seen = anna.call("getChat", "chat_id", large).expect("200");
    assertThat(seen.number("chat.read_by_others_message_id")).isEqualTo(4);
  }

  /// To delete is not to read: who wrote hears nothing.
  @Test
  void passesOverWhatOneHasCleared() {
    sendFive();
    read(boris, 3);
    Talk hers = pair.listening(pair.annaHerself());
    pair.ask(boris, "deleteChat").expect("200");
    pair.ask(boris, "markRead", "message_id", 6).expect("404", "noMessage", "message_id");
    assertThat(read(boris, 7)).isZero();
    assertThat(read(boris, 99)).isZero();
    assertThat(pair.number(anna, "read_by_others_message_id")).isEqualTo(3);
    Pair.hearsNothing(hers);
    pair.send(anna, "after");
    pair.send(anna, "after that");
    assertThat(read(boris, 7)).isEqualTo(1);
    assertThat(pair.number(anna, "read_by_others_message_id")).isEqualTo(7);
    assertThat(hers.nextEvent("read").number("message_id")).isEqualTo(7);
  }

  @Test
  void refusesStrangersAndWrongFields() {
    sendFive();
    Refusals.of(boris, "markRead", "chat_id", pair.chat(), "message_id", 6)
        .withoutToken()
        .withoutTimestamp()
        .missing("chat_id", "message_id")
        .id("chat_id", 1)
        .id("message_id", 1)
        .toStrangers(pair.vera());
    assertThat(pair.number(boris, "read_message_id")).isZero();
  }
}
