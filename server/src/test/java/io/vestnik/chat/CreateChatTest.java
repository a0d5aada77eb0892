package io.vestnik.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.AtOnce;
import io.vestnik.Bursts;
import io.vestnik.Crowd;
import io.vestnik.ManualClock;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.protocol.Limits;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// `createChat`, alias `createPersonalChat`: the one chat of two users, or one's notes.
class CreateChatTest {
  @AutoClose private static final TestServer server = TestServer.start();

  private static Reply create(Talk talk, String mode, Object value) {
    return talk.call("createChat", "contact_mode", mode, "contact_value", value);
  }

  @Test
  void isTheSameChatHoweverItsContactIsNamedAndByEitherSide() {
    try (Talk anna = server.talk().register("Анна");
        Talk boris = server.talk().register("Борис")) {
      long chat = Answers.hasFields(create(anna, "username", "Борис"), "chat_id").number("chat_id");
      assertThat(chat).isPositive();
      String id = Long.toString(boris.userId());
      for (Object value : List.of(boris.userId(), id, "0" + id)) {
        assertThat(create(anna, "id", value).expect("200").number("chat_id")).isEqualTo(chat);
      }
      assertThat(create(anna, "username", "БОРИС").number("chat_id")).isEqualTo(chat);
      assertThat(create(boris, "username", "анна").number("chat_id")).isEqualTo(chat);
      assertThat(create(boris, "id", anna.userId()).number("chat_id")).isEqualTo(chat);
      Reply alias =
          boris.call("createPersonalChat", "contact_mode", "id", "contact_value", anna.userId());
      assertThat(Answers.hasFields(alias, "chat_id").text("mode")).isEqualTo("createPersonalChat");
      assertThat(alias.number("chat_id")).isEqualTo(chat);
      assertThat(anna.call("getChats").numbers("chats[].chat_id")).containsExactly(chat);
    }
  }

  @Test
  void isOneChatThoughBothSidesAskAtOnce() {
    List<Crowd.Person> pair = Crowd.of(server, "pair", 2);
    List<Talk> talks = IntStream.range(0, 16).mapToObj(i -> pair.get(i % 2).talk(server)).toList();
    List<Long> chats =
        AtOnce.all(
            16,
            i ->
                () ->
                    create(talks.get(i), "id", pair.get(1 - i % 2).id())
                        .expect("200")
                        .number("chat_id"));
    assertThat(chats).containsOnly(chats.getFirst());
    for (Talk talk : talks) {
      assertThat(talk.call("getChats").list("chats")).hasSize(1);
      assertThat(
              talk.call("getEvents", "chat_id", chats.getFirst(), "min_event_id", 0)
                  .texts("events[].event"))
          .containsExactly("chatCreated");
      talk.close();
    }
  }

  @Test
  void isForNotesWithOneself() {
    Crowd.Person gleb = Crowd.of(server, "gleb", 1).getFirst();
    try (Talk talk = gleb.talk(server)) {
      long chat = create(talk, "id", gleb.id()).expect("200").number("chat_id");
      assertThat(create(talk, "username", "GLEB0").number("chat_id")).isEqualTo(chat);
      Reply seen = talk.call("getChat", "chat_id", chat);
      assertThat(seen.text("chat.chat_name")).isEqualTo("gleb0");
      assertThat(seen.text("chat.chat_type")).isEqualTo("personal");
      assertThat(seen.number("chat.member_count")).isEqualTo(1);
      assertThat(seen.numbers("chat.chat_members[].user_id")).containsExactly(gleb.id());
    }
  }

  @Test
  void beginsTheLogSoThatTheFirstMessageIsTheSecondEntry() {
    List<Crowd.Person> people = Crowd.of(server, "first", 2);
    try (Talk talk = people.getFirst().talk(server)) {
      long chat = create(talk, "id", people.getLast().id()).number("chat_id");
      Reply sent =
          talk.call("sendMessage", "chat_id", chat, "content", "x", "content_type", "text");
      assertThat(sent.expect("200").number("message_id")).isEqualTo(2);
      assertThat(talk.call("getEvents", "chat_id", chat, "min_event_id", 1).texts("events[].event"))
          .containsExactly("chatCreated", "message");
    }
  }

  @Test
  void refusesAContactWhoDoesNotExist() {
    try (Talk talk = Crowd.of(server, "lonely", 1).getFirst().talk(server)) {
      for (Object unknown : List.of("nobody", "", "no name", "x".repeat(1_000), "a@b.c", 5)) {
        create(talk, "username", unknown).expect("409", "noContact", "contact_value");
      }
      for (Object unknown : List.of(7_654_321, "7654321", (1L << 53) - 1)) {
        create(talk, "id", unknown).expect("409", "noContact", "contact_value");
      }
      assertThat(talk.call("getChats").list("chats")).isEmpty();
    }
  }

  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    Crowd.Person vera = Crowd.of(server, "vera", 1).getFirst();
    try (Talk talk = vera.talk(server)) {
      Refusals.of(talk, "createChat", "contact_value", vera.id(), "contact_mode", "id")
          .withoutToken()
          .withoutTimestamp()
          .missing("contact_value", "contact_mode")
          .text("contact_mode")
          .wrong("contact_mode", "422", "range", "", "ID", "email", "phone")
          .wrong("contact_value", "422", "type", 1.5, true, List.of(1), Map.of("id", 1))
          .wrong("contact_value", "422", "type", "vera0", "", "-1", "1.0", " 1", "１")
          .wrong("contact_value", "422", "range", 0, -1, 1L << 53, "0", BigInteger.TEN.pow(30))
          .wrong("contact_value", "422", "format", "\u0000", "\ud800");
      Refusals.of(talk, "createChat", "contact_value", "vera0", "contact_mode", "username")
          .wrong("contact_value", "422", "type", 1.5, true, List.of(1), Map.of("id", 1));
    }
  }

  @Test
  void isChargedToTheChangesOfItsUserAlone() {
    ManualClock clock = new ManualClock();
    try (TestServer limited = TestServer.start(clock, config -> config.with(Limits.DEFAULT))) {
      List<Crowd.Person> people = Crowd.of(limited, "busy", 2);
      try (Talk talk = people.getFirst().talk(limited);
          Talk other = people.getLast().talk(limited)) {
        Object[] notes = {"contact_mode", "id", "contact_value", people.getFirst().id()};
        Bursts.areLimited(clock, Limits.DEFAULT.changes(), talk, "createChat", notes);
        other.call("createPersonalChat", notes).expect("200");
        talk.call("getChats").expect("200");
      }
    }
  }

  @Test
  void makesSoManyChatsWithStrangers() {
    ManualClock clock = new ManualClock();
    try (TestServer limited = TestServer.start(clock, config -> config.with(Limits.DEFAULT))) {
      List<Crowd.Person> people = Crowd.of(limited, "stranger", 104);
      try (Talk talk = people.getFirst().talk(limited)) {
        for (int i = 1; i <= 100; i++) {
          create(talk, "id", people.get(i).id()).expect("200");
        }
        Reply refused = create(talk, "id", people.get(101).id()).expect("429", "throttled");
        assertThat(refused.number("error.retry_after_ms")).isBetween(9_990L, 10_001L);
        // Those one knows, oneself and nobody cost nothing.
        create(talk, "id", people.get(7).id()).expect("200");
        create(talk, "id", people.getFirst().id()).expect("200");
        create(talk, "username", "nobody").expect("409", "noContact");
        clock.advance(Duration.ofMillis(10_001));
        create(talk, "id", people.get(101).id()).expect("200");
        create(talk, "id", people.get(102).id()).expect("429", "throttled");
        try (Talk other = people.get(103).talk(limited)) {
          create(other, "id", people.get(102).id()).expect("200");
        }
      }
    }
  }
}
