package io.vestnik.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.Channel;
import io.vestnik.TestServer;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import io.vestnik.wire.WireClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Requests may be pipelined without end: answers come in the order of the requests, each request
/// sees the effects of those before it, and the server keeps no more of them than it may (protocol
/// §1 "back-pressure", §2).
class PipeliningTest {
  private static final int MANY = 10_000;
  private static final int WAIT_AT_MOST = 128;

  private static TestServer real;
  private static OwnServer own;

  @BeforeAll
  static void start() {
    real = TestServer.start();
    own = new OwnServer();
  }

  @AfterAll
  static void stop() {
    real.close();
    own.close();
  }

  /// Does it beside the test, so that one sends while the other receives.
  private static CompletableFuture<Void> meanwhile(Runnable task) {
    return CompletableFuture.runAsync(task, Thread::startVirtualThread);
  }

  private static long notes(Talk talk) {
    return talk.call("createChat", "contact_mode", "username", "contact_value", talk.username())
        .expect("200")
        .number("chat_id");
  }

  @Test
  void tenThousandRequestsAnsweredAtOnceKeepTheirOrder() {
    try (WireClient client = real.connect()) {
      CompletableFuture<Void> sent = meanwhile(() -> client.sendAll(Ask.numbered(MANY)));
      for (int i = 0; i < MANY; i++) {
        assertThat(Ask.number(client.receive())).isEqualTo(i);
      }
      sent.join();
    }
  }

  @Test
  void tenThousandMessagesKeepTheirOrder() {
    try (Talk talk = real.talk().register("anna")) {
      long chat = notes(talk);
      List<String> sends =
          IntStream.range(0, MANY)
              .mapToObj(i ->
                  Ask.text(
                      "sendMessage",
                      "token",
                      talk.token(),
                      "chat_id",
                      chat,
                      "content",
                      "m" + i,
                      "content_type",
                      "text",
                      "request_id",
                      i))
              .toList();
      CompletableFuture<Void> sent = meanwhile(() -> talk.client().sendAll(sends));
      for (int i = 0; i < MANY; i++) {
        String answer = talk.client().receive();
        assertThat(answer).contains("\"message_id\":" + (i + 2) + ",");
        assertThat(Ask.number(answer)).isEqualTo(i);
      }
      sent.join();
      assertThat(talk.call("getMessages", "chat_id", chat, "limit", 1).texts("messages[].content"))
          .containsExactly("m" + (MANY - 1));
    }
  }

  @Test
  void eachReadSeesTheWritesBeforeItAndNoneAfter() {
    int rounds = 300;
    try (Talk talk = real.talk().register("boris")) {
      long chat = notes(talk);
      for (int i = 0; i < rounds; i++) {
        talk.post("sendMessage", "chat_id", chat, "content", "m" + i, "content_type", "text");
        talk.post("checkConnection");
        talk.post("getMessages", "chat_id", chat, "limit", 1);
        talk.post("nonsense");
        talk.post("getChats");
        talk.post("getChat", "chat_id", chat + 1_000);
      }
      for (int i = 0; i < rounds; i++) {
        talk.next().expect("200");
        talk.next().expect("200");
        assertThat(talk.next().expect("200").texts("messages[].content")).containsExactly("m" + i);
        talk.next().expect("501");
        assertThat(talk.next().text("chats[0].last_message_text")).isEqualTo("m" + i);
        talk.next().expect("423");
      }
    }
  }

  @Test
  void nothingIsDoneAfterALogout() {
    try (Talk talk = real.talk().register("clara");
        Talk other = real.talk().signIn("clara")) {
      long chat = notes(talk);
      talk.post("sendMessage", "chat_id", chat, "content", "before", "content_type", "text");
      talk.post("logout");
      talk.post("sendMessage", "chat_id", chat, "content", "after", "content_type", "text");
      talk.post("getMessages", "chat_id", chat);
      talk.post("logout");
      talk.next().expect("200");
      talk.next().expect("200");
      talk.next().expect("401", "tokenInvalid");
      talk.next().expect("401", "tokenInvalid");
      talk.next().expect("401", "tokenInvalid");
      assertThat(other.call("getMessages", "chat_id", chat).texts("messages[].content"))
          .containsExactly("before");
    }
  }

  @Test
  void signingInSeesTheRegistrationBeforeIt() {
    try (Talk talk = real.talk()) {
      talk.post(
          "register", "username", "dora", "password", Talk.PASSWORD, "email", "d@example.org");
      talk.post("auth", "username", "dora", "password", Talk.PASSWORD);
      talk.post(
          "register", "username", "dora", "password", Talk.PASSWORD, "email", "e@example.org");
      talk.post("checkConnection");
      talk.next().expect("200");
      talk.next().expect("200");
      talk.next().expect("409", "usernameTaken");
      talk.next().expect("200");
    }
  }

  @Test
  void aFailureInsideKeepsItsPlaceAndTheConnection() {
    try (WireClient client = own.connect()) {
      List<String> modes =
          List.of("at-once", "fail-at-once", "fail-reading", "fail-writing", "fail-working");
      client.sendAll(
          IntStream.range(0, 100).mapToObj(i -> OddModes.ask(modes.get(i % 5), i, 1)).toList());
      for (int i = 0; i < 100; i++) {
        String answer = client.receive();
        assertThat(Ask.number(answer)).isEqualTo(i);
        assertThat(Ask.status(answer)).isEqualTo(i % 5 == 0 ? "200" : "500");
        assertThat(answer).doesNotContain(OddModes.INSIDE_OF_A_FAILURE, "Exception");
      }
    }
  }

  @Test
  void writesAreDoneInTheirOrderAroundSlowerOnes() {
    own.modes.written.clear();
    try (WireClient client = own.connect()) {
      own.modes.held.release(100);
      List<String> modes = List.of("write", "page", "write", "held", "write");
      client.sendAll(
          IntStream.range(0, 500).mapToObj(i -> OddModes.ask(modes.get(i % 5), i, 9)).toList());
      for (int i = 0; i < 500; i++) {
        assertThat(Ask.number(client.receive())).isEqualTo(i);
      }
      assertThat(own.modes.written)
          .containsExactlyElementsOf(
              LongStream.range(0, 500).filter(i -> i % 5 % 2 == 0).boxed().toList());
    }
  }

  @Test
  void noMoreThan128RequestsWait() {
    try (WireClient client = own.connect()) {
      client.send(OddModes.ask("held", 0, 1));
      CompletableFuture<Void> sent =
          meanwhile(() ->
              client.sendAll(
                  IntStream.range(1, MANY).mapToObj(i -> OddModes.ask("write", i, 1)).toList()));
      Channel channel = own.awaitChannelOf(client);
      await().until(() -> !channel.config().isAutoRead());
      assertThat(OwnServer.ask(channel, Connection::requestsWaiting)).isEqualTo(WAIT_AT_MOST);
      own.modes.held.release();
      for (int i = 0; i < MANY; i++) {
        assertThat(Ask.number(client.receive())).isEqualTo(i);
      }
      sent.join();
      assertThat(OwnServer.ask(channel, Connection::requestsWaiting)).isZero();
    }
  }

  /// What waits is bounded in bytes too, also where a little on the wire inflates to much.
  @Test
  void noMoreThanAFewMebibytesOfRequestsWait() {
    try (WireClient client = WireClient.to(own.port()).deflate(true).connect()) {
      String padding = "x".repeat(Ask.MEBIBYTE - 200);
      String big = Ask.text("at-once", "n", 1, "size", 1, "padding", padding);
      client.send(OddModes.ask("held", 0, 1));
      CompletableFuture<Void> sent =
          meanwhile(() -> {
            for (int i = 0; i < 100; i++) {
              client.send(big);
            }
          });
      Channel channel = own.awaitChannelOf(client);
      await().until(() -> !channel.config().isAutoRead());
      sent.join();
      assertThat(OwnServer.ask(channel, Connection::requestBytesWaiting))
          .isLessThanOrEqualTo(2 * Ask.MEBIBYTE);
      own.modes.held.release();
      for (int i = 0; i < 101; i++) {
        assertThat(Ask.status(client.receive())).isEqualTo("200");
      }
    }
  }

  @Test
  void theReplyToEachOfManyReadsIsItsOwn() {
    try (Talk talk = real.talk().register("emil")) {
      long chat = notes(talk);
      for (int i = 0; i < 200; i++) {
        talk.post("sendMessage", "chat_id", chat, "content", "m" + i, "content_type", "text");
      }
      for (int i = 0; i < 200; i++) {
        assertThat(talk.next().expect("200").number("message_id")).isEqualTo(i + 2);
      }
      for (int i = 0; i < 200; i++) {
        talk.post("getMessages", "chat_id", chat, "min_message_id", i + 2, "limit", 1);
      }
      for (int i = 0; i < 200; i++) {
        Reply reply = talk.next().expect("200");
        assertThat(reply.texts("messages[].content")).containsExactly("m" + i);
      }
    }
  }
}
