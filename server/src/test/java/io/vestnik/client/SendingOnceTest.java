package io.vestnik.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vestnik.Crowd;
import io.vestnik.TestServer;
import io.vestnik.client.FaultyTransport.Fault;
import io.vestnik.client.mode.SendMessage;
import io.vestnik.client.state.MemoryState;
import io.vestnik.model.ContentType;
import io.vestnik.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What one sends arrives once and in its order, whatever becomes of the connection.
class SendingOnceTest {
  @AutoClose private static final TestServer SERVER = TestServer.start();
  private static final List<Crowd.Person> PEOPLE = Crowd.of(SERVER, "sender", 12);
  private static final AtomicInteger NEXT = new AtomicInteger();

  private static Crowd.Person person() {
    return PEOPLE.get(NEXT.getAndIncrement());
  }

  private static List<String> numbered(int count) {
    return IntStream.range(0, count).mapToObj(i -> "message " + i).toList();
  }

  /// Where a connection can be cut about one request.
  enum Cut {
    BEFORE_THE_FRAME,
    AFTER_THE_FRAME,
    BEFORE_THE_ANSWER,
    AFTER_THE_ANSWER
  }

  @ParameterizedTest
  @EnumSource
  void aCutAboutAMessageNeitherLosesNorDoublesIt(Cut where) {
    FaultyTransport transport = ClientFixture.faulty(SERVER);
    try (VestnikClient client = ClientFixture.client(transport, person()).connect()) {
      long chat = client.chatWith(PEOPLE.get(11).id());
      AtomicInteger left = new AtomicInteger(3);
      Fault fault =
          where == Cut.AFTER_THE_FRAME || where == Cut.AFTER_THE_ANSWER
              ? Fault.CUT_AFTER
              : Fault.CUT_BEFORE;
      Function<String, Fault> faults =
          frame -> frame.contains("sendMessage") && left.getAndDecrement() > 0 ? fault : Fault.NONE;
      if (where == Cut.BEFORE_THE_FRAME || where == Cut.AFTER_THE_FRAME) {
        transport.outward(faults);
      } else {
        transport.inward(faults);
      }
      List<CompletableFuture<Long>> sent =
          numbered(5).stream().map(text -> client.send(chat, text)).toList();
      assertThat(sent.stream().map(CompletableFuture::join)).containsExactly(2L, 3L, 4L, 5L, 6L);
      assertThat(ClientFixture.texts(client, chat)).isEqualTo(numbered(5));
      assertThat(transport.opened()).isGreaterThan(1);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void manyCutsNeitherLoseNorDoubleNorTurnAround(long seed) {
    Random random = new Random(seed);
    FaultyTransport transport = ClientFixture.faulty(SERVER);
    try (VestnikClient client = ClientFixture.client(transport, person()).connect()) {
      List<Long> chats =
          PEOPLE.subList(8, 12).stream().map(other -> client.chatWith(other.id())).toList();
      Function<String, Fault> faults = frame -> random(random);
      transport.outward(faults).inward(faults);
      List<CompletableFuture<Long>> sent = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        for (long chat : chats) {
          sent.add(client.send(chat, "message " + i));
        }
      }
      CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
      transport.outward(_ -> Fault.NONE).inward(_ -> Fault.NONE);
      for (long chat : chats) {
        assertThat(ClientFixture.texts(client, chat)).isEqualTo(numbered(50));
      }
      assertThat(transport.opened()).isGreaterThan(5);
    }
  }

  private static Fault random(Random random) {
    synchronized (random) {
      int chance = random.nextInt(50);
      return chance == 0 ? Fault.CUT_BEFORE : chance == 1 ? Fault.CUT_AFTER : Fault.NONE;
    }
  }

  @Test
  void whatIsWrittenWhileAwayIsSentByTheNextClientWithTheState() {
    MemoryState state = new MemoryState();
    Crowd.Person person = person();
    FaultyTransport transport = ClientFixture.faulty(SERVER);
    long chat;
    CompletableFuture<Long> sent;
    try (VestnikClient client = ClientFixture.client(transport, person).state(state).connect()) {
      chat = client.chatWith(PEOPLE.get(11).id());
      transport.setDown(true);
      sent = client.send(chat, "message 0");
      client.send(chat, "message 1");
    }
    assertThatThrownBy(sent::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            VestnikException.class, e -> assertThat(e.code()).isEqualTo(VestnikException.CLOSED));
    try (VestnikClient client = ClientFixture.client(SERVER, person).state(state).connect()) {
      await().until(() -> ClientFixture.texts(client, chat).equals(numbered(2)));
    }
    assertThat(state.load().queued()).isEmpty();
  }

  @Test
  void aRefusalForGoodIsToldAndTheNextMessageGoesOn() throws Exception {
    Crowd.Person person = person();
    try (VestnikClient client = ClientFixture.client(SERVER, person).connect()) {
      long chat = client.chatWith(PEOPLE.get(11).id());
      var wrong = client.send(new SendMessage(chat, "x", ContentType.TEXT).withReplyTo(99L));
      CompletableFuture<Long> right = client.send(chat, "message 0");
      assertThatThrownBy(wrong::get)
          .cause()
          .isInstanceOfSatisfying(
              VestnikException.class, e -> assertThat(e.is(ErrorCode.NO_MESSAGE)).isTrue());
      assertThat(right.get()).isEqualTo(2);
    }
  }
}
