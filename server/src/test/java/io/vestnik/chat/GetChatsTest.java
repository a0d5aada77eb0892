package io.vestnik.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Bursts;
import io.vestnik.Crowd;
import io.vestnik.ManualClock;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.model.ChatType;
import io.vestnik.model.Event;
import io.vestnik.model.Role;
import io.vestnik.protocol.Limits;
import io.vestnik.table.ChatRow;
import io.vestnik.table.Members;
import io.vestnik.wire.Json;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// `getChats`: one's chats, the newest activity first.
class GetChatsTest {
  private static final ManualClock clock = new ManualClock();
  @AutoClose private static final TestServer server = TestServer.start(clock, config -> config);

  private static void send(Talk talk, long chat, String content) {
    talk.call("sendMessage", "chat_id", chat, "content", content, "content_type", "text")
        .expect("200");
  }

  // Chats of the first of them with each of the others, as createChat makes them.
  private static void acquaint(List<Crowd.Person> people) {
    server
        .server()
        .store()
        .write(tx -> {
          long first = people.getFirst().id();
          for (Crowd.Person other : people.subList(1, people.size())) {
            ChatRow chat = tx.chats().addPersonal(first, other.id(), clock.millis());
            tx.members().add(chat.id(), first, Members.Seat.first(Role.MEMBER, clock.millis()));
            tx.members()
                .add(chat.id(), other.id(), Members.Seat.first(Role.MEMBER, clock.millis()));
            tx.log().append(chat, first, new Event.ChatCreated(ChatType.PERSONAL, null, List.of()));
          }
          return people;
        });
  }

  @Test
  void isEmptyForWhoHasNone() {
    try (Talk talk = Crowd.of(server, "lonely", 1).getFirst().talk(server)) {
      Reply none = Answers.hasFields(talk.call("getChats"), "chats", "has_more");
      assertThat(none.list("chats")).isEmpty();
      assertThat(none.truth("has_more")).isFalse();
    }
  }

  @Test
  void hasTheOriginalsFieldsAlways() {
    List<Crowd.Person> people = Crowd.of(server, "bare", 2);
    try (Talk talk = people.getFirst().talk(server)) {
      talk.chatWith(people.getLast().id());
      Reply reply = talk.call("getChats");
      for (String field :
          List.of(
              "chat_id",
              "chat_members",
              "chat_name",
              "chat_type",
              "last_message_time",
              "last_message_text",
              "last_message_sender")) {
        assertThat(reply.has("chats[0]." + field)).as(field).isTrue();
      }
    }
  }

  @Test
  void putsTheNewestActivityFirst() {
    List<Crowd.Person> people = Crowd.of(server, "anna", 4);
    try (Talk anna = people.getFirst().talk(server);
        Talk other = people.get(1).talk(server)) {
      List<Long> chats = new ArrayList<>();
      for (int i = 1; i < 4; i++) {
        clock.advance(Duration.ofSeconds(1));
        chats.add(anna.chatWith(people.get(i).id()));
      }
      List<Long> newest = chats.reversed();
      assertThat(anna.call("getChats").numbers("chats[].chat_id")).isEqualTo(newest);
      clock.advance(Duration.ofSeconds(1));
      send(other, chats.getFirst(), "wake up");
      assertThat(anna.call("getChats").numbers("chats[].chat_id"))
          .containsExactly(chats.get(0), chats.get(2), chats.get(1));
      clock.advance(Duration.ofSeconds(1));
      send(anna, chats.get(1), "I am");
      assertThat(anna.call("getChats").numbers("chats[].chat_id"))
          .containsExactly(chats.get(1), chats.get(0), chats.get(2));
    }
  }

  private static List<Long> pages(Talk talk, Integer limit) {
    List<Long> all = new ArrayList<>();
    Reply page = talk.call("getChats", "limit", limit);
    all.addAll(page.numbers("chats[].chat_id"));
    while (page.truth("has_more")) {
      assertThat(page.list("chats")).isNotEmpty();
      page = talk.call("getChats", "limit", limit, "before", page.text("next"));
      all.addAll(page.numbers("chats[].chat_id"));
    }
    assertThat(page.has("next")).isFalse();
    return all;
  }

  @Test
  void comesInPagesWithoutLossOrDoublesThoughTimesAreTheSame() {
    List<Crowd.Person> people = Crowd.of(server, "pages", 24);
    try (Talk talk = people.getFirst().talk(server)) {
      for (int i = 1; i < people.size(); i++) {
        long chat = talk.chatWith(people.get(i).id());
        if (i % 3 == 0) {
          send(talk, chat, "now");
        }
        if (i % 7 == 0) {
          clock.advance(Duration.ofMillis(1));
        }
      }
      List<Long> whole = talk.call("getChats").numbers("chats[].chat_id");
      assertThat(whole).hasSize(23).doesNotHaveDuplicates();
      for (int limit : List.of(1, 2, 7, 22, 23, 24, 1000)) {
        assertThat(pages(talk, limit)).as("limit " + limit).isEqualTo(whole);
      }
      assertThat(talk.call("getChats", "limit", 23).truth("has_more")).isFalse();
      assertThat(talk.call("getChats", "limit", 22).truth("has_more")).isTrue();
    }
  }

  @Test
  void givesAsManyOfThousandsAsFitIntoAFrame() {
    List<Crowd.Person> people = Crowd.of(server, "many", 1_501);
    acquaint(people);
    try (Talk talk = people.getFirst().talk(server)) {
      assertThat(talk.call("getChats", "limit", 1000).list("chats")).hasSize(1000);
      assertThat(talk.call("getChats").list("chats")).hasSize(1000);
      assertThat(pages(talk, null)).hasSize(1_500).doesNotHaveDuplicates();
      assertThat(pages(talk, 400)).hasSize(1_500).doesNotHaveDuplicates();
    }
  }

  @Test
  void endsAPageEarlyWhereItWouldNotFitIntoAFrame() {
    List<Crowd.Person> people = Crowd.of(server, "wide", 901);
    acquaint(people);
    try (Talk talk = people.getFirst().talk(server)) {
      Reply bare = talk.call("getChats");
      assertThat(bare.list("chats")).hasSize(900);
      // Written as an escape, so that each text takes 1,536 bytes.
      String text = "\u0001".repeat(256);
      talk.postAll(
          "sendMessage",
          bare.numbers("chats[].chat_id").stream()
              .map(id -> Json.object("chat_id", id, "content", text, "content_type", "text"))
              .toList());
      for (int i = 0; i < 900; i++) {
        talk.next().expect("200");
      }
      talk.client()
          .send(
              Json.write(
                  Json.object(
                      "mode", "getChats", "timestamp", 1, "token", talk.token(), "limit", 900)));
      String frame = talk.client().receive();
      assertThat(frame.getBytes(StandardCharsets.UTF_8).length).isBetween(900_000, 1 << 20);
      assertThat(pages(talk, null)).hasSize(900).doesNotHaveDuplicates();
      assertThat(pages(talk, 900)).hasSize(900).doesNotHaveDuplicates();
    }
  }

  @Test
  void cutsTheLastMessagesTextToItsFirst256CodePoints() {
    List<Crowd.Person> people = Crowd.of(server, "cut", 2);
    try (Talk talk = people.getFirst().talk(server)) {
      long chat = talk.chatWith(people.getLast().id());
      for (String text :
          List.of("x".repeat(256), "😀".repeat(256), "a" + "😀".repeat(255), "\n \t")) {
        send(talk, chat, text);
        assertThat(talk.call("getChats").text("chats[0].last_message_text")).isEqualTo(text);
        send(talk, chat, text + " ".repeat(256));
        assertThat(talk.call("getChats").text("chats[0].last_message_text"))
            .isEqualTo(text + " ".repeat(256 - text.codePointCount(0, text.length())));
      }
    }
  }

  @Test
  void countsUnreadMessagesOfOthersTo999() {
    List<Crowd.Person> people = Crowd.of(server, "unread", 2);
    try (Talk sender = people.getFirst().talk(server);
        Talk reader = people.getLast().talk(server)) {
      long chat = sender.chatWith(people.getLast().id());
      Object[] message = {"chat_id", chat, "content", "x", "content_type", "text"};
      assertThat(Bursts.asked(sender, 999, "sendMessage", message))
          .isEqualTo(Collections.nCopies(999, "200"));
      send(reader, chat, "one's own does not count");
      assertThat(reader.call("getChats").number("chats[0].unread_count")).isEqualTo(999);
      assertThat(sender.call("getChats").number("chats[0].unread_count")).isEqualTo(1);
      send(sender, chat, "one more");
      assertThat(reader.call("getChats").number("chats[0].unread_count")).isEqualTo(1000);
      send(sender, chat, "and more");
      assertThat(reader.call("getChats").number("chats[0].unread_count")).isEqualTo(1000);
    }
  }

  @Test
  void namesThePersonalChatAfterTheOther() {
    List<Crowd.Person> people = Crowd.of(server, "names", 2);
    try (Talk one = people.getFirst().talk(server);
        Talk other = people.getLast().talk(server)) {
      long chat = one.chatWith(people.getLast().id());
      send(one, chat, "hello");
      assertThat(one.call("getChats").text("chats[0].chat_name")).isEqualTo("names1");
      assertThat(other.call("getChats").text("chats[0].chat_name")).isEqualTo("names0");
      for (Talk talk : List.of(one, other)) {
        Reply reply = talk.call("getChats");
        assertThat(reply.text("chats[0].last_message_sender")).isEqualTo("names0");
        assertThat(reply.texts("chats[0].chat_members[].username"))
            .containsExactlyInAnyOrder("names0", "names1");
      }
    }
  }

  @Test
  void leavesOutWhatOneHasDeletedUntilItsNextMessage() {
    List<Crowd.Person> people = Crowd.of(server, "left", 3);
    try (Talk one = people.getFirst().talk(server);
        Talk other = people.get(1).talk(server)) {
      long chat = one.chatWith(people.get(1).id());
      long kept = one.chatWith(people.get(2).id());
      send(one, chat, "gone");
      one.call("deleteChat", "chat_id", chat).expect("200");
      assertThat(one.call("getChats").numbers("chats[].chat_id")).containsExactly(kept);
      assertThat(other.call("getChats").numbers("chats[].chat_id")).containsExactly(chat);
      assertThat(pages(one, 1)).containsExactly(kept);
      clock.advance(Duration.ofMillis(1));
      send(other, chat, "back");
      Reply back = one.call("getChats");
      assertThat(back.numbers("chats[].chat_id")).containsExactly(chat, kept);
      assertThat(back.text("chats[0].last_message_text")).isEqualTo("back");
      assertThat(back.number("chats[0].unread_count")).isEqualTo(1);
    }
  }

  @Test
  void refusesFieldsThatAreWrong() {
    try (Talk talk = Crowd.of(server, "wrong", 1).getFirst().talk(server)) {
      Refusals.of(talk, "getChats")
          .withoutTimestamp()
          .limit()
          .text("before")
          .wrong("before", "422", "format", "", "x", "next", "MS4", "ü", "x".repeat(1_000))
          .wrong("before", "422", "format", base64("1"), base64("-1.5"), base64("1.2.3"));
      talk.call("getChats", "limit", null, "before", null).expect("200");
      Refusals.of(talk, "getChats", "limit", 5, "before", base64("1.1")).withoutToken();
    }
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void isChargedToTheReadsOfItsUser() {
    ManualClock still = new ManualClock();
    try (TestServer limited = TestServer.start(still, config -> config.with(Limits.DEFAULT));
        Talk talk = Crowd.of(limited, "reads", 1).getFirst().talk(limited)) {
      Bursts.areLimited(still, Limits.DEFAULT.reads(), talk, "getChats");
    }
  }
}
