package io.vestnik.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.AtOnce;
import io.vestnik.Config;
import io.vestnik.Crowd;
import io.vestnik.Server;
import io.vestnik.TestServer;
import io.vestnik.account.Secrets;
import io.vestnik.model.SystemClock;
import io.vestnik.wire.Json;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// `sendMessage` with `client_message_id`: sent once, however often it is asked for.
class SendMessageOnceTest {
  @AutoClose private static final TestServer server = TestServer.start();
  private List<Crowd.Person> people;
  private Talk anna;
  private Talk boris;
  private long chat;

  @BeforeEach
  void meet(TestInfo test) {
    people = Crowd.of(server, test.getDisplayName(), 3);
    anna = people.get(0).talk(server);
    boris = people.get(1).talk(server);
    chat = anna.chatWith(people.get(1).id());
  }

  @AfterEach
  void part() {
    anna.close();
    boris.close();
  }

  private static Map<String, Object> message(long chat, String content, String key) {
    return Json.object(
        "chat_id", chat, "content", content, "content_type", "text", "client_message_id", key);
  }

  private Reply send(Talk talk, String content, String key) {
    talk.postAll("sendMessage", List.of(message(chat, content, key)));
    return talk.next();
  }

  private static void isTheSame(Reply repeat, Reply first) {
    Answers.hasFields(repeat, "message_id", "event_id", "content_time", "duplicate");
    assertThat(repeat.truth("duplicate")).isTrue();
    for (String field : List.of("message_id", "event_id", "content_time")) {
      assertThat(repeat.number(field)).isEqualTo(first.number(field));
    }
  }

  private List<String> contents() {
    return anna.call("getMessages", "chat_id", chat).texts("messages[].content");
  }

  @Test
  void givesTheFirstAnswerAgain() {
    Reply first =
        Answers.hasFields(send(anna, "one", "key"), "message_id", "event_id", "content_time");
    send(anna, "two", "other key").expect("200");
    isTheSame(send(anna, "one", "key"), first);
    isTheSame(send(anna, "one", "key"), first);
    assertThat(contents()).containsExactly("one", "two");
  }

  @Test
  void givesTheFirstAnswerOverAnotherConnection() {
    Reply first = send(anna, "one", "🔑".repeat(64));
    anna.client().abort();
    anna = people.getFirst().talk(server);
    isTheSame(send(anna, "one", "🔑".repeat(64)), first);
    assertThat(contents()).containsExactly("one");
  }

  @Test
  void refusesTheKeyForAnotherContent() {
    send(anna, "one", "key").expect("200");
    send(anna, "One", "key").expect("409", "keyReused", "client_message_id");
    Map<String, Object> answer = message(chat, "one", "key");
    answer.put("reply_to", 2);
    anna.postAll("sendMessage", List.of(answer));
    anna.next().expect("409", "keyReused", "client_message_id");
    // What is named must exist, before it is looked at whether it was named before.
    answer.put("reply_to", 99);
    anna.postAll("sendMessage", List.of(answer));
    anna.next().expect("404", "noMessage", "reply_to");
    assertThat(contents()).containsExactly("one");
  }

  @Test
  void comparesTheAnsweredMessageToo() {
    send(anna, "question", "first").expect("200");
    Map<String, Object> answer = message(chat, "answer", "second");
    answer.put("reply_to", 2);
    anna.postAll("sendMessage", List.of(answer, answer));
    Reply first = anna.next().expect("200");
    isTheSame(anna.next(), first);
    answer.put("reply_to", "2");
    anna.postAll("sendMessage", List.of(answer));
    isTheSame(anna.next(), first);
    send(anna, "answer", "second").expect("409", "keyReused", "client_message_id");
  }

  @Test
  void tellsKeysApartToTheLetter() {
    List<String> keys = List.of("key", "Key", "key ", "0", "00", "1e0", "null", "é", "e\u0301");
    for (String key : keys) {
      Reply sent = send(anna, "x", key).expect("200");
      assertThat(sent.has("duplicate")).as(key).isFalse();
      assertThat(send(anna, "x", key).truth("duplicate")).as(key).isTrue();
    }
    assertThat(contents()).hasSize(keys.size());
  }

  @Test
  void hasKeysForEachUserAndEachChat() {
    long other = anna.chatWith(people.get(2).id());
    assertThat(send(anna, "one", "key").has("duplicate")).isFalse();
    assertThat(send(boris, "two", "key").expect("200").has("duplicate")).isFalse();
    anna.postAll("sendMessage", List.of(message(other, "three", "key")));
    assertThat(anna.next().expect("200").has("duplicate")).isFalse();
    assertThat(contents()).containsExactly("one", "two");
  }

  @Test
  void sendsOnceWhatComesTwiceInOneBurst() {
    Map<String, Object> one = message(chat, "one", "key");
    anna.postAll("sendMessage", List.of(one, one, message(chat, "two", "key"), one));
    Reply first = anna.next().expect("200");
    assertThat(first.has("duplicate")).isFalse();
    isTheSame(anna.next(), first);
    anna.next().expect("409", "keyReused", "client_message_id");
    isTheSame(anna.next(), first);
    assertThat(contents()).containsExactly("one");
  }

  @Test
  void sendsOnceWhatComesOverManyConnectionsAtOnce() {
    List<Talk> talks =
        IntStream.range(0, 12).mapToObj(_ -> people.getFirst().talk(server)).toList();
    List<Reply> replies = AtOnce.all(12, i -> () -> send(talks.get(i), "one", "key"));
    assertThat(replies.stream().map(reply -> reply.expect("200").number("message_id")))
        .containsOnly(2L);
    assertThat(replies.stream().filter(reply -> !reply.has("duplicate"))).hasSize(1);
    assertThat(contents()).containsExactly("one");
    talks.forEach(Talk::close);
  }

  @Test
  void knowsTheKeyThoughOnesHistoryHasEnded() {
    Reply first = send(anna, "one", "key");
    anna.call("deleteChat", "chat_id", chat).expect("200");
    isTheSame(send(anna, "one", "key"), first);
    assertThat(anna.call("getChats").list("chats")).isEmpty();
  }

  @Test
  void showsTheKeyToItsSenderAlone() {
    send(anna, "one", "key of one").expect("200");
    send(boris, "two", "key of two").expect("200");
    for (Talk talk : List.of(anna, boris)) {
      String own = talk == anna ? "key of one" : "key of two";
      assertThat(talk.call("getMessages", "chat_id", chat).texts("messages[].client_message_id"))
          .containsExactly(own);
      Reply log = talk.call("getEvents", "chat_id", chat, "min_event_id", 0);
      assertThat(log.texts("events[].message.client_message_id")).containsExactly(own);
      assertThat(Json.write(talk.call("getChats").body())).doesNotContain("key of");
    }
  }

  @Test
  void knowsTheKeyAfterARestart(@TempDir Path folder) {
    Config config = Config.of(folder).with(TestServer.withoutUserLimits());
    Reply first;
    try (Server before = new Server(config, new SystemClock(), Secrets.ofSystem());
        Talk talk = Talk.with(before.address().getPort()).register("anna")) {
      chat =
          talk.call("createChat", "contact_mode", "username", "contact_value", "anna")
              .number("chat_id");
      first = send(talk, "one", "key").expect("200");
    }
    try (Server after = new Server(config, new SystemClock(), Secrets.ofSystem());
        Talk talk = Talk.with(after.address().getPort()).signIn("anna")) {
      isTheSame(send(talk, "one", "key"), first);
      send(talk, "two", "key").expect("409", "keyReused", "client_message_id");
      assertThat(send(talk, "three", "another").number("message_id")).isEqualTo(3);
    }
  }
}
