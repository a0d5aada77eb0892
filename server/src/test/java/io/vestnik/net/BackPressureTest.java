package io.vestnik.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vestnik.TestServer;
import io.vestnik.wire.Frame;
import io.vestnik.wire.Frames;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import io.vestnik.wire.WireClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A client that asks for much and reads nothing costs a bounded amount of memory, holds nobody up,
/// and loses nothing once it reads (protocol §1 "back-pressure").
class BackPressureTest {
  private static final int PAGE = 1_000_000;
  private static final int PAGES = 64;
  private static final int PINGS = 200_000;
  private static final int SOCKET_BUFFER = 65_536;
  private static final Duration HALF_OF_PATIENCE = Duration.ofSeconds(40);

  private OwnServer server;
  private WireClient client;

  @BeforeEach
  void start() {
    server = new OwnServer();
    client =
        WireClient.to(server.port())
            .receiveBuffer(SOCKET_BUFFER)
            .patience(Duration.ofSeconds(30))
            .connect();
    server.awaitChannelOf(client).config().setOption(ChannelOption.SO_SNDBUF, SOCKET_BUFFER);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private static long waiting(Channel channel) {
    return channel.unsafe().outboundBuffer().totalPendingWriteBytes();
  }

  /// Asks for so many pages that they cannot all be on their way, and waits until none comes.
  private Channel askForMuchAndReadNothing() {
    client.sendAll(IntStream.range(0, PAGES).mapToObj(i -> OddModes.ask("page", i, PAGE)).toList());
    Channel channel = server.awaitChannelOf(client);
    await().until(() -> !channel.isWritable());
    return channel;
  }

  @Test
  void whatWaitsForOneWhoDoesNotReadIsBounded() {
    AtomicLong most = new AtomicLong();
    Channel channel = askForMuchAndReadNothing();
    await()
        .during(Duration.ofMillis(500))
        .until(() -> {
          most.accumulateAndGet(waiting(channel), Math::max);
          return !channel.isWritable();
        });
    assertThat(most.get()).isBetween(PAGE * 2L, (long) Outbox.MAX_BYTES);
    assertThat(OwnServer.ask(channel, Connection::requestsWaiting)).isGreaterThan(PAGES / 2);
  }

  @Test
  void othersAreServedMeanwhile() {
    askForMuchAndReadNothing();
    for (int i = 0; i < 4; i++) {
      try (WireClient other = server.connect()) {
        other.send(OddModes.ask("page", i, 10));
        assertThat(Ask.number(other.receive())).isEqualTo(i);
      }
    }
  }

  @Test
  void onceItReadsEverythingComesCompleteAndInOrder() {
    askForMuchAndReadNothing();
    for (int i = 0; i < PAGES; i++) {
      String answer = client.receive();
      assertThat(Ask.number(answer)).isEqualTo(i);
      assertThat(answer).hasSizeGreaterThan(PAGE);
    }
    client.send(OddModes.ask("at-once", 7, 1));
    assertThat(Ask.number(client.receive())).isEqualTo(7);
  }

  @Test
  void pingsOfOneWhoDoesNotReadFillNothing() {
    Channel channel = server.awaitChannelOf(client);
    byte[] ping = Frames.masked(new Frame(Frames.PING, true, 0, new byte[125]), 7);
    ByteBuffer many = ByteBuffer.allocate(PINGS * ping.length);
    for (int i = 0; i < PINGS; i++) {
      many.put(ping);
    }
    CompletableFuture.runAsync(() -> client.sendRaw(many.array()), Thread::startVirtualThread)
        .exceptionally(_ -> null);
    await().until(() -> !channel.isWritable());
    await().during(Duration.ofMillis(300)).until(() -> waiting(channel) < Outbox.MAX_BYTES);
  }

  @Test
  void oneWhoReadsNothingFor60SecondsIsClosed() {
    Channel channel = askForMuchAndReadNothing();
    OwnServer.tick(channel);
    server.clock.advance(Duration.ofSeconds(60));
    OwnServer.tick(channel);
    assertThat(channel.isOpen()).isTrue();
    server.clock.advance(Duration.ofMillis(1));
    OwnServer.tick(channel);
    await().until(() -> !channel.isOpen());
  }

  /// Asks for a page, of which most waits, for the sockets' own buffers are small.
  private Channel askForAPageAndReadNothing() {
    client.send(OddModes.ask("page", 0, PAGE));
    Channel channel = server.awaitChannelOf(client);
    await().until(() -> underWay(channel) > 0);
    return channel;
  }

  private static long underWay(Channel channel) {
    return OwnServer.ask(channel, _ -> channel.unsafe().outboundBuffer().currentProgress());
  }

  @Test
  void askingForMoreIsNotReading() {
    Channel channel = askForAPageAndReadNothing();
    OwnServer.tick(channel);
    server.clock.advance(HALF_OF_PATIENCE);
    long before = waiting(channel);
    client.send(OddModes.ask("at-once", 1, 1));
    client.ping(new byte[1]);
    await().until(() -> waiting(channel) > before);
    OwnServer.tick(channel);
    server.clock.advance(HALF_OF_PATIENCE);
    OwnServer.tick(channel);
    await().until(() -> !channel.isOpen());
  }

  /// Also where it takes longer than that over a single answer.
  @Test
  void oneWhoReadsSlowlyIsNotClosed() {
    try (RawSocket slow = new RawSocket(server.port(), SOCKET_BUFFER)) {
      slow.upgrade().response();
      Channel channel = server.awaitChannelFrom(slow.localPort());
      channel.config().setOption(ChannelOption.SO_SNDBUF, SOCKET_BUFFER);
      byte[] request = OddModes.ask("page", 0, PAGE).getBytes(StandardCharsets.UTF_8);
      slow.send(Frames.masked(new Frame(Frames.TEXT, true, 0, request), 7));
      await().until(() -> underWay(channel) > 0);
      long sameFrame = waiting(channel);
      for (int i = 0; i < 3; i++) {
        OwnServer.tick(channel);
        readUntilTheServerWritesMore(slow, channel);
        server.clock.advance(HALF_OF_PATIENCE);
        OwnServer.tick(channel);
      }
      assertThat(channel.isOpen()).isTrue();
      assertThat(waiting(channel)).isEqualTo(sameFrame);
    }
  }

  private static void readUntilTheServerWritesMore(RawSocket slow, Channel channel) {
    long before = underWay(channel);
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(() -> slow.read(4_096).length > 0 && underWay(channel) > before);
  }

  @Test
  void oneWhoIsOwedNothingIsNotDeaf() {
    client.send(OddModes.ask("at-once", 1, 1));
    client.receive();
    Channel channel = server.awaitChannelOf(client);
    OwnServer.tick(channel);
    server.clock.advance(Duration.ofMinutes(5));
    OwnServer.tick(channel);
    client.send(OddModes.ask("at-once", 2, 1));
    assertThat(Ask.number(client.receive())).isEqualTo(2);
  }

  /// The client fails at any frame over 1 MiB.
  @Test
  void aPageOfHistoryThatFitsNoFrameEndsEarlyAndTheNextOnesCompleteIt() {
    try (TestServer real = TestServer.start();
        Talk talk = real.talk().register("anna")) {
      long chat =
          talk.call("createChat", "contact_mode", "username", "contact_value", "anna")
              .number("chat_id");
      List<String> contents =
          IntStream.range(0, 40)
              .mapToObj(i -> (i % 2 == 0 ? "\u0001" : "😀").repeat(16_380) + i)
              .toList();
      contents.forEach(content ->
          talk.post("sendMessage", "chat_id", chat, "content", content, "content_type", "text"));
      contents.forEach(_ -> talk.next().expect("200"));

      assertThat(upwards(talk, chat)).isEqualTo(contents);
      assertThat(downwards(talk, chat)).isEqualTo(contents);
      assertThat(events(talk, chat)).isEqualTo(contents);
    }
  }

  private static List<String> upwards(Talk talk, long chat) {
    List<String> all = new ArrayList<>();
    long next = 0;
    boolean more = true;
    while (more) {
      Reply page = talk.call("getMessages", "chat_id", chat, "min_message_id", next).expect("200");
      assertThat(page.list("messages")).isNotEmpty();
      all.addAll(page.texts("messages[].content"));
      next = page.numbers("messages[].message_id").getLast() + 1;
      more = page.truth("has_more");
    }
    return all;
  }

  private static List<String> downwards(Talk talk, long chat) {
    List<String> all = new ArrayList<>();
    Long upTo = null;
    boolean more = true;
    while (more) {
      Reply page = talk.call("getMessages", "chat_id", chat, "max_message_id", upTo).expect("200");
      assertThat(page.list("messages")).isNotEmpty();
      all.addAll(0, page.texts("messages[].content"));
      upTo = page.numbers("messages[].message_id").getFirst() - 1;
      more = page.truth("has_more");
    }
    return all;
  }

  private static List<String> events(Talk talk, long chat) {
    List<String> all = new ArrayList<>();
    long next = 0;
    boolean more = true;
    while (more) {
      Reply page = talk.call("getEvents", "chat_id", chat, "min_event_id", next).expect("200");
      assertThat(page.list("events")).isNotEmpty();
      all.addAll(page.texts("events[].message.content"));
      next = page.numbers("events[].event_id").getLast() + 1;
      more = page.truth("has_more");
    }
    return all;
  }
}
