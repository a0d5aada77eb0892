package io.vestnik.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Crowd;
import io.vestnik.Pair;
import io.vestnik.TestServer;
import io.vestnik.wire.Json;
import io.vestnik.wire.Talk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A client that does nothing but `sync` comes to have what the server shows: nothing is missed and
/// nothing is seen twice, however much there is and whatever happens meanwhile.
@Tag("once")
class SyncWholeTest {
  @AutoClose private static final TestServer server = TestServer.start();

  // 16,384 characters of 3 bytes each: twenty of them fill a frame.
  private static final String BIG = "€".repeat(16_384);

  /// The first of these, with a chat with each of the others.
  private record Circle(Crowd.Person person, Talk reader, List<Talk> others, List<Long> chats)
      implements AutoCloseable {
    static Circle of(String name, int chats) {
      List<Crowd.Person> people = Crowd.of(server, name, chats + 1);
      Talk reader = people.getFirst().talk(server);
      List<Talk> others = new ArrayList<>();
      List<Long> ids = new ArrayList<>();
      for (Crowd.Person other : people.subList(1, people.size())) {
        others.add(other.talk(server));
        ids.add(Pair.chat(others.getLast(), people.getFirst()));
      }
      return new Circle(people.getFirst(), reader, others, Collections.synchronizedList(ids));
    }

    void fill(int chat, int count, String content) {
      Talk talk = others.get(chat);
      talk.postAll(
          "sendMessage",
          Collections.nCopies(
              count,
              Json.object("chat_id", chats.get(chat), "content", content, "content_type", "text")));
      for (int i = 0; i < count; i++) {
        talk.next().expect("200");
      }
    }

    @Override
    public void close() {
      reader.close();
      others.forEach(Talk::close);
    }
  }

  @Test
  void isPagedByTheLimit() {
    try (Circle circle = Circle.of("limited", 10)) {
      SyncModel model = new SyncModel(circle.reader);
      model.catchUp(null);
      for (int i = 0; i < 10; i++) {
        circle.fill(i, 10 + 5 * i, "x");
      }
      model.catchUp(60);
      model.isLikeTheServer();
      assertThat(model.holes()).isZero();
      assertThat(model.answers()).isBetween(7, 12);
      for (int i = 0; i < 10; i++) {
        circle.fill(i, 1 + i, "y");
      }
      model.catchUp(1);
      model.isLikeTheServer();
      assertThat(model.holes()).isEqualTo(9);
    }
  }

  @Test
  void isPagedByWhatAFrameHolds() {
    try (Circle circle = Circle.of("big", 8)) {
      SyncModel model = new SyncModel(circle.reader);
      model.catchUp(null);
      for (int i = 0; i < 8; i++) {
        circle.fill(i, 6 + i, BIG);
      }
      circle.fill(3, 10, BIG);
      model.catchUp(null);
      model.isLikeTheServer();
      assertThat(model.holes()).as("more than fits into any frame").isEqualTo(1);
      assertThat(model.answers()).isBetween(5, 9);
    }
  }

  /// Quotes and the like take up to six bytes in JSON.
  @Test
  void countsWhatItTakesOnTheWire() {
    try (Circle circle = Circle.of("quoted", 6)) {
      SyncModel model = new SyncModel(circle.reader);
      model.catchUp(null);
      for (int i = 0; i < 6; i++) {
        circle.fill(i, 4, "\u0001".repeat(16_384));
      }
      model.catchUp(null);
      model.isLikeTheServer();
      assertThat(model.holes()).isZero();
    }
  }

  @Test
  void isPagedWhereTheChatsAloneFillFrames() {
    int count = 2_500;
    try (Talk reader = Crowd.of(server, "popular", 1).getFirst().talk(server)) {
      for (Crowd.Person other : Crowd.of(server, "fan", count)) {
        reader.post("createChat", "contact_mode", "id", "contact_value", other.id());
      }
      for (int i = 0; i < count; i++) {
        reader.next().expect("200");
      }
      SyncModel model = new SyncModel(reader);
      model.catchUp(null);
      model.isLikeTheServer();
      assertThat(model.answers()).isGreaterThan(1);
      assertThat(model.step(null)).isFalse();
    }
  }

  /// Others write, read, set, clear and end chats all the time.
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void convergesWhileOthersAreAtWork(long seed) throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    try (Circle circle = Circle.of("busy" + seed + "-", 6);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> writers = new ArrayList<>();
      List<AtomicInteger> done = new ArrayList<>();
      for (int i = 1; i < 6; i++) {
        AtomicInteger steps = new AtomicInteger();
        done.add(steps);
        writers.add(threads.submit(writer(circle, i, new Work(seed * 100 + i, enough, steps))));
      }
      writers.add(
          threads.submit(
              reader(server.talk().signedInAs(circle.reader.token()), circle.chats, enough)));
      SyncModel model = new SyncModel(circle.reader);
      Random random = new Random(seed);
      // However slow the others are, they are at work meanwhile.
      for (int step = 0; step < 300 || done.stream().anyMatch(n -> n.get() <= 20); step++) {
        model.step(limit(random));
        Pair.send(circle.others.getFirst(), circle.chats.getFirst(), "between " + step);
      }
      enough.set(true);
      for (Future<Integer> writer : writers) {
        assertThat(writer.get()).isPositive();
      }
      model.catchUp(null);
      model.isLikeTheServer();
    }
  }

  private static @Nullable Integer limit(Random random) {
    return random.nextBoolean() ? null : 1 + random.nextInt(30);
  }

  /// What a writer does: so much so far, and until it is enough.
  private record Work(long seed, AtomicBoolean enough, AtomicInteger done) {}

  private static Callable<Integer> writer(Circle circle, int i, Work work) {
    return () -> {
      Talk talk = circle.others.get(i);
      Random random = new Random(work.seed);
      int done = 0;
      while (!work.enough.get()) {
        long chat = circle.chats.get(i);
        int what = random.nextInt(100);
        if (what == 0) {
          circle.fill(i, 210, "many");
        } else if (what == 1) {
          talk.call("deleteChat", "chat_id", chat, "for_everyone", i == 5).expect("200");
          circle.chats.set(i, chat(circle, i));
        } else if (what < 20) {
          talk.call("markRead", "chat_id", chat, "message_id", 1L << 40).expect("200");
        } else {
          Pair.send(talk, chat, what < 25 ? BIG : "message " + done);
        }
        done = work.done.incrementAndGet();
      }
      return done;
    };
  }

  // The same chat, or a new one where it has ended.
  private static long chat(Circle circle, int i) {
    return Pair.chat(circle.others.get(i), circle.person);
  }

  /// The reader's other device.
  private static Callable<Integer> reader(Talk talk, List<Long> chats, AtomicBoolean enough) {
    return () -> {
      int done = 0;
      try (talk) {
        while (!enough.get()) {
          long chat = chats.get(done % chats.size());
          Object[][] requests = {
            {"markRead", "chat_id", chat, "message_id", 1L << 40},
            {"setChatSettings", "chat_id", chat, "muted_until", done},
            {"getMessages", "chat_id", chat, "limit", 1},
          };
          for (Object[] request : requests) {
            assertThat(
                    talk.call((String) request[0], Arrays.copyOfRange(request, 1, request.length))
                        .status())
                .isIn("200", "423");
          }
          if (done % 40 == 39) {
            talk.call("deleteChat", "chat_id", chat);
          }
          done++;
        }
      }
      return done;
    };
  }
}
