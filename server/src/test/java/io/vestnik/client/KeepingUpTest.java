package io.vestnik.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestnik.Crowd;
import io.vestnik.TestServer;
import io.vestnik.client.FaultyTransport.Fault;
import io.vestnik.client.mode.DeleteChat;
import io.vestnik.client.mode.Logout;
import io.vestnik.client.mode.MarkRead;
import io.vestnik.client.mode.SendMessage;
import io.vestnik.client.state.ClientState;
import io.vestnik.client.state.MemoryState;
import io.vestnik.model.Chat;
import io.vestnik.model.ContentType;
import io.vestnik.model.Notice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What happens is handed on in each chat's order, without a gap and once, whatever becomes of the
/// connection and however long one was away.
class KeepingUpTest {
  @AutoClose private static final TestServer SERVER = TestServer.start();
  private static final List<Crowd.Person> PEOPLE = Crowd.of(SERVER, "reader", 60);
  private static final AtomicInteger NEXT = new AtomicInteger();

  private static Crowd.Person person() {
    return PEOPLE.get(NEXT.getAndIncrement());
  }

  private static List<Long> numbers(long from, long until) {
    return LongStream.rangeClosed(from, until).boxed().toList();
  }

  private static void send(VestnikClient client, long chat, int count) {
    List<CompletableFuture<Long>> sent =
        IntStream.range(0, count).mapToObj(i -> client.send(chat, "message " + i)).toList();
    CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
  }

  /// Quicker than [#send], which waits for each message before the next of the chat.
  private static void bulk(VestnikClient client, long chat, int count) {
    for (int done = 0; done < count; done += 500) {
      CompletableFuture.allOf(
              IntStream.range(done, Math.min(count, done + 500))
                  .mapToObj(i -> new SendMessage(chat, "message " + i, ContentType.TEXT))
                  .map(client::callAsync)
                  .toArray(CompletableFuture[]::new))
          .join();
    }
  }

  private static void awaitCaughtUp(Heard heard) {
    await().until(() -> heard.has(Heard.Word.CAUGHT_UP));
  }

  /// A client that listened until now, and what it kept.
  private record Away(Crowd.Person person, ClientState state) {
    static Away after(Crowd.Person person) {
      MemoryState state = new MemoryState();
      Heard heard = new Heard();
      try (var _ = ClientFixture.client(SERVER, person).state(state).listener(heard).connect()) {
        awaitCaughtUp(heard);
      }
      return new Away(person, state);
    }

    VestnikClient back(Heard heard) {
      VestnikClient client =
          ClientFixture.client(SERVER, person).state(state).listener(heard).connect();
      awaitCaughtUp(heard);
      return client;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void cutsAndLostEventsLeaveNoGapAndDoubleNothing(long seed) {
    Random random = new Random(seed);
    FaultyTransport transport = ClientFixture.faulty(SERVER);
    Crowd.Person reader = person();
    Crowd.Person writer = person();
    Heard heard = new Heard();
    try (VestnikClient anna = ClientFixture.client(SERVER, writer).connect();
        VestnikClient boris = ClientFixture.client(transport, reader).listener(heard).connect()) {
      awaitCaughtUp(heard);
      transport.inward(frame -> random(random, frame)).outward(frame -> random(random, frame));
      long chat = anna.chatWith(reader.id());
      List<Long> others = new ArrayList<>();
      send(anna, chat, 100);
      for (int i = 0; i < 3; i++) {
        Crowd.Person third = person();
        try (VestnikClient other = ClientFixture.client(SERVER, third).connect()) {
          others.add(other.chatWith(reader.id()));
          send(other, others.get(i), 100);
        }
      }
      transport.inward(_ -> Fault.NONE).outward(_ -> Fault.NONE);
      for (long other : others) {
        boris.send(other, "the last").join();
      }
      boris.send(chat, "the last").join();
      await()
          .untilAsserted(() -> {
            assertThat(heard.entries(chat)).isEqualTo(numbers(1, 102));
            for (long other : others) {
              assertThat(heard.entries(other)).isEqualTo(numbers(1, 102));
            }
          });
      assertThat(transport.opened()).isGreaterThan(1);
    }
  }

  private static Fault random(Random random, String frame) {
    synchronized (random) {
      int chance = random.nextInt(40);
      boolean entry = frame.contains("\"event_id\"") && frame.contains("\"mode\":\"event\"");
      entry &=
          !frame.contains("\"event_id\":1,"); // that nothing is before the second none can know
      return switch (chance) {
        case 0 -> Fault.CUT_BEFORE;
        case 1 -> Fault.CUT_AFTER;
        case 2, 3 -> entry ? Fault.SWALLOW : Fault.NONE;
        default -> Fault.NONE;
      };
    }
  }

  @Test
  void aLostEventIsFetchedBeforeTheLaterOnes() {
    FaultyTransport transport = ClientFixture.faulty(SERVER);
    Crowd.Person reader = person();
    Heard heard = new Heard();
    try (VestnikClient anna = ClientFixture.client(SERVER, person()).connect();
        VestnikClient _ = ClientFixture.client(transport, reader).listener(heard).connect()) {
      awaitCaughtUp(heard);
      long chat = anna.chatWith(reader.id());
      await().until(() -> heard.entries(chat).size() == 1);
      transport.inward(frame -> frame.contains("message 1\"") ? Fault.SWALLOW : Fault.NONE);
      anna.send(chat, "message 0").join();
      anna.send(chat, "message 1").join();
      transport.inward(_ -> Fault.NONE);
      anna.send(chat, "message 2").join();
      await().until(() -> heard.entries(chat).size() == 4);
      assertThat(heard.texts(chat)).containsExactly("message 0", "message 1", "message 2");
      assertThat(transport.opened()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 150, 1300})
  void whatWasMissedWhileAwayComesInItsOrder(int count) {
    Crowd.Person reader = person();
    try (VestnikClient anna = ClientFixture.client(SERVER, person()).connect()) {
      long chat = anna.chatWith(reader.id());
      send(anna, chat, 2);
      Away away = Away.after(reader);
      bulk(anna, chat, count);
      Heard heard = new Heard();
      try (VestnikClient _ = away.back(heard)) {
        await().until(() -> heard.entries(chat).size() == count);
        send(anna, chat, 1);
        await().until(() -> heard.entries(chat).size() > count);
        assertThat(heard.entries(chat)).isEqualTo(numbers(4, count + 4));
      }
    }
  }

  @Test
  void ofAChatThatBeganWhileAwayTheNewestEntriesCome() {
    Crowd.Person reader = person();
    Away away = Away.after(reader);
    try (VestnikClient anna = ClientFixture.client(SERVER, person()).connect();
        VestnikClient bella = ClientFixture.client(SERVER, person()).connect()) {
      long small = anna.chatWith(reader.id());
      send(anna, small, 3);
      long large = bella.chatWith(reader.id());
      bulk(bella, large, 300);
      Heard heard = new Heard();
      try (VestnikClient _ = away.back(heard)) {
        await().until(() -> heard.entries(large).size() == 200);
        await().until(() -> heard.entries(small).size() == 4);
        assertThat(heard.entries(small)).isEqualTo(numbers(1, 4));
        assertThat(heard.entries(large)).isEqualTo(numbers(102, 301));
        assertThat(heard.of(Chat.class).map(Chat::chat_id)).contains(small, large);
      }
    }
  }

  @Test
  void aHoleThatIsTooLongIsSkippedAndToldSo() {
    Crowd.Person reader = person();
    try (VestnikClient anna = ClientFixture.client(SERVER, person()).connect()) {
      long chat = anna.chatWith(reader.id());
      Away away = Away.after(reader);
      bulk(anna, chat, 250);
      Heard heard = new Heard();
      try (VestnikClient _ =
          ClientFixture.client(SERVER, reader)
              .state(away.state)
              .settings(s -> ClientFixture.holesUpTo(s, 240))
              .listener(heard)
              .connect()) {
        await().until(() -> heard.has(new Heard.Skipped(chat, 2, 251)));
        send(anna, chat, 1);
        await().until(() -> heard.entries(chat).equals(List.of(252L)));
      }
    }
  }

  @Test
  void aChatThatEndedWhileAwayIsToldOnce() {
    Crowd.Person reader = person();
    try (VestnikClient anna = ClientFixture.client(SERVER, person()).connect();
        VestnikClient bella = ClientFixture.client(SERVER, person()).connect()) {
      long known = anna.chatWith(reader.id());
      MemoryState state = new MemoryState();
      Heard before = new Heard();
      long live;
      try (VestnikClient _ =
          ClientFixture.client(SERVER, reader).state(state).listener(before).connect()) {
        awaitCaughtUp(before);
        live = bella.chatWith(reader.id()); // the cursor does not know this one
        await().until(() -> before.entries(live).size() == 1);
      }
      anna.call(new DeleteChat(known).withForEveryone(true));
      bella.call(new DeleteChat(live).withForEveryone(true));
      Heard heard = new Heard();
      try (VestnikClient _ = new Away(reader, state).back(heard)) {
        assertThat(heard.of(Heard.Gone.class).map(Heard.Gone::chatId))
            .containsExactlyInAnyOrder(known, live);
        assertThat(state.load().places()).isEmpty();
      }
    }
  }

  @Test
  void aChatThatWasClearedBeginsAnew() {
    Crowd.Person reader = person();
    Crowd.Person writer = person();
    try (VestnikClient anna = ClientFixture.client(SERVER, writer).connect();
        VestnikClient phone = ClientFixture.client(SERVER, reader).connect()) {
      long chat = anna.chatWith(reader.id());
      send(anna, chat, 3);
      Away away = Away.after(reader);
      send(anna, chat, 3);
      phone.call(new DeleteChat(chat));
      send(anna, chat, 2);
      Heard heard = new Heard();
      try (VestnikClient client = away.back(heard)) {
        await().until(() -> heard.entries(chat).equals(List.of(8L, 9L)));
        assertThat(heard.of(Heard.Gone.class)).containsExactly(new Heard.Gone(chat, "cleared"));
        client.call(new DeleteChat(chat)); // live now
        await().until(() -> heard.of(Heard.Gone.class).count() == 2);
        send(anna, chat, 2);
        await().until(() -> heard.entries(chat).size() == 4);
        assertThat(heard.entries(chat)).isEqualTo(numbers(8, 11));
      }
    }
  }

  @Test
  void aClearedChatThatWentOnLiveIsNotClearedAgain() {
    Crowd.Person reader = person();
    MemoryState state = new MemoryState();
    try (VestnikClient anna = ClientFixture.client(SERVER, person()).connect()) {
      long chat = anna.chatWith(reader.id());
      Heard heard = new Heard();
      try (VestnikClient client =
          ClientFixture.client(SERVER, reader).state(state).listener(heard).connect()) {
        awaitCaughtUp(heard);
        client.call(new DeleteChat(chat));
        send(anna, chat, 2);
        await().until(() -> heard.entries(chat).size() == 2);
      }
      send(anna, chat, 2);
      Heard later = new Heard();
      try (VestnikClient _ = new Away(reader, state).back(later)) {
        await().until(() -> later.entries(chat).equals(List.of(4L, 5L)));
        assertThat(later.of(Heard.Gone.class)).isEmpty();
      }
    }
  }

  @Test
  void twoDevicesSeeTheSame() {
    Crowd.Person anna = person();
    Crowd.Person boris = person();
    Heard phone = new Heard();
    Heard desk = new Heard();
    try (VestnikClient one = ClientFixture.client(SERVER, anna).listener(phone).connect();
        VestnikClient two = ClientFixture.client(SERVER, anna).listener(desk).connect()) {
      awaitCaughtUp(phone);
      awaitCaughtUp(desk);
      long chat = one.chatWith(boris.id());
      List<CompletableFuture<Long>> sent = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        sent.add(one.send(chat, "phone " + i));
        sent.add(two.send(chat, "desk " + i));
      }
      CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
      await().until(() -> phone.entries(chat).size() == 41 && desk.entries(chat).size() == 41);
      assertThat(phone.texts(chat)).isEqualTo(desk.texts(chat));
      try (VestnikClient other = ClientFixture.client(SERVER, boris).connect()) {
        other.call(new MarkRead(chat, 30));
      }
      await().until(() -> desk.has(new Notice.Read(chat, boris.id(), 30)));
      await().until(() -> phone.has(new Notice.Read(chat, boris.id(), 30)));
    }
  }

  @Test
  void whoIsSignedOutIsTold() {
    Crowd.Person anna = person();
    Heard heard = new Heard();
    FaultyTransport transport = ClientFixture.faulty(SERVER);
    try (VestnikClient client = ClientFixture.client(transport, anna).listener(heard).connect()) {
      awaitCaughtUp(heard);
      client.call(new Logout());
      await().until(() -> heard.has(Heard.Word.SIGNED_OUT));
      assertThat(client.token()).isNull();
      assertThat(heard.count(Heard.Word.SIGNED_OUT::equals)).isOne();
    }
  }

  @Test
  void aListenerThatIsSlowMissesNothingAndHoldsUpNoCall() {
    Crowd.Person reader = person();
    Heard heard = new Heard();
    var gate = new java.util.concurrent.CountDownLatch(1);
    Heard slow =
        new Heard() {
          @Override
          public void entry(io.vestnik.model.Entry entry) {
            try {
              gate.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            heard.entry(entry);
          }
        };
    try (VestnikClient anna = ClientFixture.client(SERVER, person()).connect();
        VestnikClient boris =
            ClientFixture.client(SERVER, reader)
                .settings(s -> ClientFixture.with(s, 100, 10, Duration.ofSeconds(30)))
                .listener(slow)
                .connect()) {
      awaitCaughtUp(slow);
      long chat = anna.chatWith(reader.id());
      bulk(anna, chat, 1000);
      assertThat(boris.chatWith(reader.id())).isPositive();
      gate.countDown();
      await().untilAsserted(() -> assertThat(heard.entries(chat)).isEqualTo(numbers(1, 1001)));
    }
  }

  @Test
  void aStateOfAnotherUserIsRefused() {
    Away away = Away.after(person());
    Heard heard = new Heard();
    try (VestnikClient _ =
        ClientFixture.client(SERVER, person()).state(away.state).listener(heard).connect()) {
      await().until(() -> heard.of(Heard.Failed.class).count() == 1);
      assertThat(heard.of(Heard.Failed.class).map(f -> f.why().code()))
          .containsExactly(VestnikException.OTHER_USER);
    }
  }

  @Test
  void anotherDataSetIsBegunAnew() {
    try (TestServer other = TestServer.start()) {
      List<Crowd.Person> same = Crowd.of(other, "reader", 60);
      Crowd.Person reader = person();
      Crowd.Person writer = person();
      MemoryState state = new MemoryState();
      Heard before = new Heard();
      long chat;
      try (VestnikClient anna = ClientFixture.client(SERVER, writer).connect();
          VestnikClient _ =
              ClientFixture.client(SERVER, reader).state(state).listener(before).connect()) {
        awaitCaughtUp(before);
        chat = anna.chatWith(reader.id());
        send(anna, chat, 3);
        await().until(() -> before.entries(chat).size() == 4);
      }
      assertThat(same).contains(reader, writer);
      Heard heard = new Heard();
      Function<ClientBuilder, ClientBuilder> with = b -> b.state(state).listener(heard);
      try (VestnikClient anna = ClientFixture.client(other, writer).connect();
          VestnikClient boris = with.apply(ClientFixture.client(other, reader)).start()) {
        awaitCaughtUp(heard);
        assertThat(heard.all()).contains(Heard.Word.RESET);
        long anew = anna.chatWith(reader.id());
        send(anna, anew, 2);
        await().until(() -> heard.entries(anew).size() == 3);
        assertThat(boris.token()).isEqualTo(reader.token());
      }
    }
  }
}
