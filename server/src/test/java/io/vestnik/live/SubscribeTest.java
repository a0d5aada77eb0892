package io.vestnik.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.TestServer;
import io.vestnik.wire.CloseFrame;
import io.vestnik.wire.Event;
import io.vestnik.wire.Talk;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// A subscribed connection gets what happens, in order, and nothing that is not its affair
/// (protocol §7).
class SubscribeTest {
  private static final TestServer SERVER = TestServer.start();

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static long chat(Talk one, Talk other) {
    return one.call("createChat", "contact_mode", "id", "contact_value", other.userId())
        .expect("200")
        .number("chat_id");
  }

  private static void send(Talk talk, long chat, String content) {
    talk.call("sendMessage", "chat_id", chat, "content", content, "content_type", "text")
        .expect("200");
  }

  @Test
  void bothSidesHearOfAChatAndItsMessagesInOrder() {
    try (Talk anna = SERVER.talk().register("anna1");
        Talk boris = SERVER.talk().register("boris1")) {
      assertThat(boris.call("subscribe").expect("200").number("user_id")).isEqualTo(boris.userId());
      long chat = chat(anna, boris);
      Event added = boris.nextEvent();
      assertThat(added.kind()).isEqualTo("chatAdded");
      assertThat(added.number("chat.chat_id")).isEqualTo(chat);
      assertThat(added.text("chat.chat_name")).isEqualTo("anna1");
      Event created = boris.nextEvent();
      assertThat(created.kind()).isEqualTo("chatCreated");
      assertThat(created.number("event_id")).isEqualTo(1);
      for (int i = 0; i < 20; i++) {
        send(anna, chat, "message " + i);
      }
      for (int i = 0; i < 20; i++) {
        Event event = boris.nextEvent("message");
        assertThat(event.number("event_id")).isEqualTo(i + 2L);
        assertThat(event.text("message.content")).isEqualTo("message " + i);
      }
    }
  }

  @Test
  void whoEndsTheirOwnTokenGetsTheAnswerFirstAndThen4401() {
    try (Talk anna = SERVER.talk().register("anna2")) {
      anna.call("subscribe").expect("200");
      anna.call("logout").expect("200");
      CloseFrame close = anna.client().awaitClose();
      assertThat(close.code()).isEqualTo(4401);
    }
  }

  @Test
  void readTypingAndDeliveredReachTheOther() {
    try (Talk anna = SERVER.talk().register("anna3");
        Talk boris = SERVER.talk().register("boris3")) {
      long chat = chat(anna, boris);
      anna.call("subscribe", "presence", true).expect("200");
      boris.call("subscribe").expect("200");
      send(anna, chat, "one");
      boris.nextEvent("message");
      assertThat(anna.nextEvent("delivered").number("user_id")).isEqualTo(boris.userId());
      boris.call("typing", "chat_id", chat).expect("200");
      assertThat(anna.nextEvent("typing").number("user_id")).isEqualTo(boris.userId());
      assertThat(boris.call("markRead", "chat_id", chat, "message_id", 2).number("unread_count"))
          .isZero();
      assertThat(anna.nextEvent("read").number("message_id")).isEqualTo(2);
      assertThat(boris.nextEvent("chatChanged").number("chat.read_message_id")).isEqualTo(2);
      var receipts = anna.call("getReceipts", "chat_id", chat, "message_id", 2).expect("200");
      assertThat(receipts.numbers("receipts[].user_id")).containsExactly(boris.userId());
      assertThat(receipts.has("receipts[0].read_time")).isTrue();
      assertThat(receipts.has("receipts[0].delivered_time")).isTrue();
      send(boris, chat, "two");
      boris.client().abort();
      Event presence = anna.nextEvent("presence");
      assertThat(presence.truth("online")).isFalse();
    }
  }

  @Test
  void syncGivesWhatWasMissedAndNoMore() {
    try (Talk anna = SERVER.talk().register("anna4");
        Talk boris = SERVER.talk().register("boris4")) {
      long chat = chat(anna, boris);
      send(anna, chat, "one");
      var first = boris.call("sync").expect("200");
      assertThat(first.numbers("chats[].chat_id")).containsExactly(chat);
      assertThat(first.list("events")).isEmpty();
      var nothing = boris.call("sync", "cursor", first.text("cursor")).expect("200");
      assertThat(nothing.list("chats")).isEmpty();
      assertThat(nothing.text("cursor")).isEqualTo(first.text("cursor"));
      send(anna, chat, "two");
      send(anna, chat, "three");
      var missed = boris.call("sync", "cursor", first.text("cursor")).expect("200");
      assertThat(missed.texts("events[].message.content")).containsExactly("two", "three");
      assertThat(missed.numbers("chats[].unread_count")).containsExactly(3L);
      for (int i = 0; i < 201; i++) {
        send(anna, chat, "more");
      }
      var hole = boris.call("sync", "cursor", missed.text("cursor")).expect("200");
      assertThat(hole.list("events")).isEmpty();
      assertThat(hole.number("limited[0].from_event_id")).isEqualTo(5);
      assertThat(hole.number("limited[0].to_event_id")).isEqualTo(205);
      boris.call("sync", "cursor", "AAAA").expect("422", "format", "cursor");
      boris.call("deleteChat", "chat_id", chat).expect("200");
      var gone = boris.call("sync", "cursor", hole.text("cursor")).expect("200");
      assertThat(gone.texts("removed[].reason")).containsExactly("cleared");
    }
  }

  @Test
  void aClearedChatComesBackWithItsNextMessage() {
    try (Talk anna = SERVER.talk().register("anna5");
        Talk boris = SERVER.talk().register("boris5")) {
      long chat = chat(anna, boris);
      send(anna, chat, "one");
      boris.call("subscribe").expect("200");
      boris.call("deleteChat", "chat_id", chat).expect("200");
      assertThat(boris.nextEvent().text("reason")).isEqualTo("cleared");
      send(anna, chat, "two");
      assertThat(boris.nextEvent().kind()).isEqualTo("chatAdded");
      assertThat(boris.nextEvent().text("message.content")).isEqualTo("two");
      anna.call("deleteChat", "chat_id", chat, "for_everyone", true).expect("200");
      assertThat(boris.nextEvent("chatRemoved").text("reason")).isEqualTo("deleted");
      boris.call("unsubscribe").expect("200");
      chat(anna, boris);
      assertThat(boris.pollEvent(Duration.ofMillis(200))).isNull();
    }
  }
}
