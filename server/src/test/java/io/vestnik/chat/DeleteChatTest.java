package io.vestnik.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/// `deleteChat`: for oneself one's history ends, for everyone the chat does.
class DeleteChatTest {
  @AutoClose private static final TestServer server = TestServer.start();
  private Talk anna;
  private Talk boris;
  private Crowd.Person annaHerself;
  private Crowd.Person borisHimself;
  private long chat;

  @BeforeEach
  void meet(TestInfo test) {
    List<Crowd.Person> people = Crowd.of(server, test.getDisplayName(), 2);
    annaHerself = people.getFirst();
    borisHimself = people.getLast();
    anna = annaHerself.talk(server);
    boris = borisHimself.talk(server);
    chat = anna.chatWith(borisHimself.id());
  }

  @AfterEach
  void part() {
    anna.close();
    boris.close();
  }

  private Reply send(Talk talk, String content) {
    return talk.call("sendMessage", "chat_id", chat, "content", content, "content_type", "text")
        .expect("200");
  }

  private List<String> contents(Talk talk, Object... fields) {
    Object[] all = Stream.concat(Stream.of("chat_id", chat), Stream.of(fields)).toArray();
    return talk.call("getMessages", all).expect("200").texts("messages[].content");
  }

  @Test
  void endsOnesOwnHistoryAndNobodyElses() {
    send(anna, "one");
    send(boris, "two");
    Answers.hasFields(anna.call("deleteChat", "chat_id", chat));
    assertThat(contents(anna)).isEmpty();
    assertThat(contents(anna, "min_message_id", 0)).isEmpty();
    assertThat(contents(anna, "max_message_id", 3)).isEmpty();
    assertThat(contents(boris)).containsExactly("one", "two");
    assertThat(boris.call("getChat", "chat_id", chat).number("chat.first_event_id")).isEqualTo(1);
    Reply log = anna.call("getEvents", "chat_id", chat, "min_event_id", 0).expect("200");
    assertThat(log.list("events")).isEmpty();
    assertThat(log.number("first_event_id")).isEqualTo(4);
  }

  @Test
  void bringsTheChatBackWithItsNextMessageAndOnlyThat() {
    send(boris, "before");
    anna.call("deleteChat", "chat_id", chat, "for_everyone", false).expect("200");
    assertThat(anna.call("getChats").list("chats")).isEmpty();
    send(boris, "after");
    assertThat(anna.call("getChats").numbers("chats[].chat_id")).containsExactly(chat);
    assertThat(anna.call("getChats").number("chats[0].unread_count")).isEqualTo(1);
    assertThat(contents(anna)).containsExactly("after");
    assertThat(contents(anna, "min_message_id", 0)).containsExactly("after");
    assertThat(anna.call("getEvents", "chat_id", chat, "min_event_id", 0).texts("events[].event"))
        .containsExactly("message");
    assertThat(contents(boris)).containsExactly("before", "after");
  }

  @Test
  void bringsTheChatBackByOnesOwnMessageToo() {
    send(boris, "before");
    anna.call("deleteChat", "chat_id", chat, "for_everyone", null).expect("200");
    assertThat(anna.chatWith(borisHimself.id())).isEqualTo(chat);
    assertThat(anna.call("getChats").list("chats")).isEmpty();
    send(anna, "after");
    assertThat(anna.call("getChats").numbers("chats[].chat_id")).containsExactly(chat);
    assertThat(contents(anna)).containsExactly("after");
  }

  @Test
  void canBeDoneAgainAndAgain() {
    for (String content : List.of("one", "two", "three")) {
      send(boris, content);
      assertThat(contents(anna)).containsExactly(content);
      anna.call("deleteChat", "chat_id", chat).expect("200");
      anna.call("deleteChat", "chat_id", chat).expect("200");
      assertThat(contents(anna)).isEmpty();
    }
    assertThat(contents(boris)).containsExactly("one", "two", "three");
  }

  /// To delete is not to read: who wrote is not told that it was read.
  @Test
  void tellsNobodyThatItWasRead() {
    send(boris, "unread");
    anna.call("deleteChat", "chat_id", chat).expect("200");
    assertThat(boris.call("getChat", "chat_id", chat).number("chat.read_by_others_message_id"))
        .isZero();
    assertThat(anna.call("getChat", "chat_id", chat).number("chat.unread_count")).isZero();
  }

  @Test
  void hidesWhatIsBeforeFromAnswers() {
    send(boris, "before");
    anna.call("deleteChat", "chat_id", chat).expect("200");
    anna.call("sendMessage", "chat_id", chat, "content", "x", "content_type", "text", "reply_to", 2)
        .expect("404", "noMessage", "reply_to");
  }

  @Test
  void endsTheChatForBoth() {
    send(anna, "one");
    Answers.hasFields(anna.call("deleteChat", "chat_id", chat, "for_everyone", true));
    for (Talk talk : List.of(anna, boris)) {
      assertThat(talk.call("getChats").list("chats")).isEmpty();
      for (String mode : List.of("getChat", "getMessages", "deleteChat")) {
        talk.call(mode, "chat_id", chat).expect("423", "notMember", "chat_id");
      }
      talk.call("getEvents", "chat_id", chat, "min_event_id", 0).expect("423", "notMember");
      talk.call("sendMessage", "chat_id", chat, "content", "x", "content_type", "text")
          .expect("423", "notMember");
    }
    Refusals.of(anna, "getChat", "chat_id", chat).toStrangers(boris);
    long next = boris.chatWith(annaHerself.id());
    assertThat(next).isGreaterThan(chat);
    assertThat(anna.chatWith(borisHimself.id())).isEqualTo(next);
    assertThat(anna.call("getMessages", "chat_id", next).list("messages")).isEmpty();
  }

  /// 423 from the answer on, for a message that was sent before as well.
  @Test
  void endsTheChatForTheRepeatOfAMessageToo() {
    Object[] message = {
      "chat_id", chat, "content", "x", "content_type", "text", "client_message_id", "key"
    };
    anna.call("sendMessage", message).expect("200");
    anna.post("deleteChat", "chat_id", chat, "for_everyone", true);
    anna.post("sendMessage", message);
    anna.next().expect("200");
    anna.next().expect("423", "notMember", "chat_id");
    anna.call("sendMessage", message).expect("423", "notMember", "chat_id");
  }

  @Test
  void endsNotes() {
    long notes = anna.chatWith(annaHerself.id());
    Object[] message = {"chat_id", notes, "content", "milk", "content_type", "text"};
    anna.call("sendMessage", message).expect("200");
    anna.call("deleteChat", "chat_id", notes).expect("200");
    assertThat(anna.call("getChats").numbers("chats[].chat_id")).containsExactly(chat);
    anna.call("sendMessage", message).expect("200");
    assertThat(anna.call("getMessages", "chat_id", notes).list("messages")).hasSize(1);
    anna.call("deleteChat", "chat_id", notes, "for_everyone", true).expect("200");
    anna.call("sendMessage", message).expect("423", "notMember");
    assertThat(anna.chatWith(annaHerself.id())).isGreaterThan(notes);
  }

  @Test
  @DisabledIfSystemProperty(
      named = "database",
      matches = "postgres",
      disabledReason = "looks into SQLite's files")
  void leavesNothingOfTheChatInTheFiles() {
    long other = anna.chatWith(annaHerself.id());
    // Told apart by their first word; long ones lie on pages of their own.
    for (int round = 0; round < 4; round++) {
      String filler = " filler".repeat(round == 3 ? 1_500 : 20 * round);
      anna.postAll(
          "sendMessage",
          IntStream.range(0, 600)
              .mapToObj(i ->
                  Json.object(
                      "chat_id",
                      i % 2 == 0 ? chat : other,
                      "content",
                      (i % 2 == 0 ? "закопано" : "kept") + i + filler,
                      "content_type",
                      "text",
                      "client_message_id",
                      (i % 2 == 0 ? "buried-" : "kept-") + filler.length() + i))
              .toList());
      for (int i = 0; i < 600; i++) {
        anna.next().expect("200");
      }
    }
    assertThat(server.placesInFiles("закопано")).isPositive();
    anna.call("deleteChat", "chat_id", chat, "for_everyone", true).expect("200");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(server.placesInFiles("закопано")).isZero());
    assertThat(
            anna.call("getMessages", "chat_id", other, "min_message_id", 0, "limit", 5)
                .texts("messages[].content"))
        .containsExactly("kept1", "kept3", "kept5", "kept7", "kept9");
  }

  @Test
  void refusesStrangersAndWrongFields() {
    Refusals wrong =
        Refusals.of(anna, "deleteChat", "chat_id", chat, "for_everyone", true)
            .withoutToken()
            .withoutTimestamp()
            .missing("chat_id")
            .id("chat_id", 1)
            .truth("for_everyone");
    try (Talk stranger = Crowd.of(server, "stranger", 1).getFirst().talk(server)) {
      wrong.toStrangers(stranger);
    }
    assertThat(anna.call("getChats").numbers("chats[].chat_id")).containsExactly(chat);
  }

  @Test
  void isChargedToTheChangesOfItsUser() {
    ManualClock clock = new ManualClock();
    try (TestServer limited = TestServer.start(clock, config -> config.with(Limits.DEFAULT))) {
      Crowd.Person one = Crowd.of(limited, "busy", 1).getFirst();
      try (Talk talk = one.talk(limited)) {
        long notes = talk.chatWith(one.id());
        clock.advance(Duration.ofMinutes(1));
        Bursts.areLimited(clock, Limits.DEFAULT.changes(), talk, "deleteChat", "chat_id", notes);
        talk.call("createChat", "contact_mode", "id", "contact_value", one.id())
            .expect("429", "throttled");
      }
    }
  }
}
