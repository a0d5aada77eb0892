package io.vestnik.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.channel.Channel;
import io.vestnik.Config;
import io.vestnik.Server;
import io.vestnik.TestServer;
import io.vestnik.account.Secrets;
import io.vestnik.model.SystemClock;
import io.vestnik.wire.CloseFrame;
import io.vestnik.wire.ConnectionEnded;
import io.vestnik.wire.Json;
import io.vestnik.wire.Talk;
import io.vestnik.wire.WireClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that is stopped answers what is in flight, closes with 1001, and is gone within its
/// time (protocol §1 "shutdown").
class ShutdownTest {
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final int GOING_AWAY = 1001;

  private static CompletableFuture<Void> meanwhile(Runnable task) {
    return CompletableFuture.runAsync(task, Thread::startVirtualThread);
  }

  @Test
  void whatIsInFlightIsAnsweredBeforeTheGoodbye() {
    try (OwnServer server = new OwnServer();
        WireClient client = server.connect()) {
      client.send(OddModes.ask("held", 0, 1));
      client.sendAll(IntStream.range(1, 50).mapToObj(i -> OddModes.ask("write", i, 1)).toList());
      Channel channel = server.awaitChannelOf(client);
      await().until(() -> OwnServer.ask(channel, Connection::requestsWaiting) == 50);
      CompletableFuture<Void> closed = meanwhile(server.web::close);
      await().until(() -> !channel.config().isAutoRead());
      client.send(OddModes.ask("write", 50, 1));
      server.modes.held.release();
      for (int i = 0; i < 50; i++) {
        assertThat(Ask.number(client.receive())).isEqualTo(i);
      }
      assertThat(client.awaitClose().code()).isEqualTo(GOING_AWAY);
      closed.join();
      assertThat(server.modes.written).hasSize(49).doesNotContain(50L);
    }
  }

  @Test
  void theIdleAreToldToo() {
    try (OwnServer server = new OwnServer();
        WireClient one = server.connect();
        WireClient other = server.connect()) {
      server.awaitChannelOf(one);
      server.awaitChannelOf(other);
      CompletableFuture<Void> closed = meanwhile(server.web::close);
      assertThat(one.awaitClose().code()).isEqualTo(GOING_AWAY);
      assertThat(other.awaitClose().code()).isEqualTo(GOING_AWAY);
      one.awaitEnd();
      other.awaitEnd();
      closed.join();
    }
  }

  @Test
  void nobodyNewIsLetIn() {
    try (OwnServer server = new OwnServer();
        WireClient client = server.connect();
        RawSocket early = new RawSocket(server.port())) {
      assertThat(early.get("/health/live").status()).isEqualTo(200);
      client.send(OddModes.ask("held", 0, 1));
      Channel channel = server.awaitChannelOf(client);
      await().until(() -> OwnServer.ask(channel, Connection::requestsWaiting) == 1);
      CompletableFuture<Void> closed = meanwhile(server.web::close);
      await().until(() -> !channel.config().isAutoRead());
      assertThatThrownBy(server::connect).hasMessageContaining("no connection");
      assertThat(early.upgrade().response().status()).isEqualTo(503);
      server.modes.held.release();
      assertThat(client.awaitCloseAfterText().code()).isEqualTo(GOING_AWAY);
      closed.join();
    }
  }

  @Test
  void oneWhoNeverReadsDoesNotHoldItUp() {
    try (OwnServer server = new OwnServer(SHORT);
        WireClient client = WireClient.to(server.port()).receiveBuffer(4_096).connect()) {
      client.sendAll(
          IntStream.range(0, 60).mapToObj(i -> OddModes.ask("page", i, 1_000_000)).toList());
      Channel channel = server.awaitChannelOf(client);
      await().until(() -> !channel.isWritable());
      CompletableFuture<Void> closed = meanwhile(server.web::close);
      await().atMost(Duration.ofSeconds(8)).until(closed::isDone);
      assertThat(channel.isOpen()).isFalse();
    }
  }

  @Test
  void aRequestThatNeverEndsDoesNotHoldItUp() {
    try (OwnServer server = new OwnServer(SHORT);
        WireClient client = server.connect()) {
      client.send(OddModes.ask("held", 0, 1));
      Channel channel = server.awaitChannelOf(client);
      await().until(() -> OwnServer.ask(channel, Connection::requestsWaiting) == 1);
      CompletableFuture<Void> closed = meanwhile(server.web::close);
      await().atMost(Duration.ofSeconds(8)).until(closed::isDone);
      assertThat(channel.isOpen()).isFalse();
    }
  }

  private static Server serve(Path folder) {
    Config config = Config.of(folder).with(TestServer.withoutUserLimits());
    return new Server(config, new SystemClock(), Secrets.ofSystem());
  }

  /// The numbers of the messages that were answered with 200, until the goodbye.
  private static List<Long> acknowledged(WireClient client) {
    List<Long> ids = new ArrayList<>();
    CloseFrame goodbye = null;
    while (goodbye == null) {
      try {
        Object id = Json.read(client.receive()).get("message_id");
        assertThat(id).isInstanceOf(Long.class);
        ids.add((Long) id);
      } catch (ConnectionEnded e) {
        goodbye = e.close();
        assertThat(goodbye).as(e.getMessage()).isNotNull();
      }
    }
    assertThat(goodbye.code()).isEqualTo(GOING_AWAY);
    return ids;
  }

  @Test
  void afterwardsExactlyWhatWasAcknowledgedIsThere(@TempDir Path folder) {
    int sends = 5_000;
    String token;
    long chat;
    List<Long> acknowledged;
    try (Server server = serve(folder);
        Talk talk = Talk.with(server.address().getPort()).register("anna")) {
      token = talk.token();
      chat =
          talk.call("createChat", "contact_mode", "username", "contact_value", "anna")
              .number("chat_id");
      List<String> requests =
          Collections.nCopies(
              sends,
              Ask.text(
                  "sendMessage",
                  "token",
                  token,
                  "chat_id",
                  chat,
                  "content",
                  "m",
                  "content_type",
                  "text"));
      CompletableFuture<Void> sent = meanwhile(() -> talk.client().sendAll(requests));
      assertThat(Ask.status(talk.client().receive())).isEqualTo("200");
      CompletableFuture<Void> closed = meanwhile(server::close);
      acknowledged = acknowledged(talk.client());
      acknowledged.addFirst(2L);
      sent.exceptionally(_ -> null).join();
      closed.join();
    }
    assertThat(acknowledged).hasSizeLessThan(sends);
    try (Server server = serve(folder);
        Talk talk = Talk.with(server.address().getPort()).signedInAs(token)) {
      assertThat(all(talk, chat)).isEqualTo(acknowledged);
    }
  }

  private static List<Long> all(Talk talk, long chat) {
    List<Long> ids = new ArrayList<>();
    @Nullable Long next = 0L;
    while (next != null) {
      var page = talk.call("getMessages", "chat_id", chat, "min_message_id", next).expect("200");
      ids.addAll(page.numbers("messages[].message_id"));
      next = page.truth("has_more") ? ids.getLast() + 1 : null;
    }
    return ids;
  }
}
