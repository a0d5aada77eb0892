package io.vestnik.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Bursts;
import io.vestnik.Crowd;
import io.vestnik.ManualClock;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.protocol.Limits;
import io.vestnik.wire.Json;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// `getChat`: one chat, as getChats shows it.
class GetChatTest {
  private static final ManualClock clock = new ManualClock();

  @AutoClose
  private static final TestServer server =
      TestServer.start(clock, config -> config.with(Limits.DEFAULT));

  private static Map<String, Object> fresh(long chat, Crowd.Person one, Crowd.Person other) {
    Map<String, Object> fields =
        Json.object(
            "chat_id",
            chat,
            "chat_members",
            List.of(member(one), member(other)),
            "member_count",
            2L,
            "chat_name",
            other.name(),
            "chat_type",
            "personal",
            "created_time",
            clock.millis(),
            "last_message_time",
            null,
            "last_message_text",
            null,
            "last_message_type",
            null,
            "last_message_sender",
            null,
            "last_message_id",
            null,
            "last_event_id",
            1L);
    fields.putAll(
        Json.object(
            "first_event_id", 1L,
            "unread_count", 0L,
            "unread_mentions", 0L,
            "read_message_id", 0L,
            "read_by_others_message_id", 0L,
            "pinned_message_ids", List.of(),
            "role", "member",
            "settings", Json.object("muted_until", null, "pinned", false, "archived", false),
            "revision", 1L));
    return fields;
  }

  private static Map<String, Object> member(Crowd.Person person) {
    return Json.object("user_id", person.id(), "username", person.name(), "role", "member");
  }

  @Test
  void showsANewChatWithAllFields() {
    List<Crowd.Person> people = Crowd.of(server, "anna", 2);
    try (Talk anna = people.getFirst().talk(server)) {
      long chat = anna.chatWith(people.getLast().id());
      Reply seen = Answers.hasFields(anna.call("getChat", "chat_id", chat), "chat");
      assertThat(seen.get("chat")).isEqualTo(fresh(chat, people.getFirst(), people.getLast()));
      assertThat(anna.call("getChat", "chat_id", Long.toString(chat)).get("chat"))
          .isEqualTo(seen.get("chat"));
    }
  }

  @Test
  void showsWhatGetChatsShowsToEitherSide() {
    List<Crowd.Person> people = Crowd.of(server, "vera", 2);
    try (Talk vera = people.getFirst().talk(server);
        Talk other = people.getLast().talk(server)) {
      long chat = vera.chatWith(people.getLast().id());
      clock.advance(Duration.ofSeconds(1));
      vera.call("sendMessage", "chat_id", chat, "content", "Привет", "content_type", "text")
          .expect("200");
      Map<String, Object> expected = fresh(chat, people.getFirst(), people.getLast());
      expected.putAll(
          Json.object(
              "created_time",
              clock.millis() - 1_000,
              "last_message_time",
              clock.millis(),
              "last_message_text",
              "Привет",
              "last_message_type",
              "text",
              "last_message_sender",
              "vera0",
              "last_message_id",
              2L,
              "last_event_id",
              2L,
              "revision",
              2L));
      assertThat(vera.call("getChat", "chat_id", chat).get("chat")).isEqualTo(expected);
      expected.put("chat_name", "vera0");
      expected.put("unread_count", 1L);
      assertThat(other.call("getChat", "chat_id", chat).get("chat")).isEqualTo(expected);
      assertThat(other.call("getChats").get("chats[0]")).isEqualTo(expected);
    }
  }

  @Test
  void showsAChatThatOneHasDeletedForOneself() {
    List<Crowd.Person> people = Crowd.of(server, "gleb", 2);
    try (Talk gleb = people.getFirst().talk(server)) {
      long chat = gleb.chatWith(people.getLast().id());
      gleb.call("sendMessage", "chat_id", chat, "content", "x", "content_type", "text");
      gleb.call("deleteChat", "chat_id", chat).expect("200");
      Reply seen = gleb.call("getChat", "chat_id", chat).expect("200");
      assertThat(seen.number("chat.first_event_id")).isEqualTo(3);
      assertThat(seen.get("chat.last_message_id")).isNull();
      assertThat(seen.get("chat.last_message_text")).isNull();
    }
  }

  @Test
  void refusesStrangersAndWrongFields() {
    List<Crowd.Person> people = Crowd.of(server, "dina", 3);
    try (Talk dina = people.getFirst().talk(server);
        Talk stranger = people.getLast().talk(server)) {
      long chat = dina.chatWith(people.get(1).id());
      Refusals.of(dina, "getChat", "chat_id", chat)
          .withoutToken()
          .withoutTimestamp()
          .missing("chat_id")
          .id("chat_id", 1)
          .toStrangers(stranger);
    }
  }

  @Test
  void isChargedToTheReadsOfItsUser() {
    List<Crowd.Person> people = Crowd.of(server, "egor", 2);
    try (Talk egor = people.getFirst().talk(server)) {
      long chat = egor.chatWith(people.getLast().id());
      Bursts.areLimited(clock, Limits.DEFAULT.reads(), egor, "getChat", "chat_id", chat);
    }
  }
}
