package io.vestnik.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.model.Entry;
import io.vestnik.model.Session;
import io.vestnik.model.Signal;
import io.vestnik.protocol.ErrorCode;
import io.vestnik.protocol.Rejection;
import io.vestnik.sql.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;

/// What every store promises: units, group commits, what is told and replied, and bounds. A
/// database passes it by a subclass that opens it.
abstract class StoreContract extends StoreFixture {
  // Units

  @Test
  void aThrowingUnitLeavesNothingAndHurtsNoNeighbour() {
    Session anna = scene.user("anna");
    long chat = scene.chat(anna, scene.user("boris"));
    long before = store.counts().commits();
    CompletableFuture<Session> good;
    CompletableFuture<Session> bad;
    CompletableFuture<Session> alsoGood;
    CompletableFuture<Appended> sent;
    try (Hold _ = new Hold()) {
      good = scene.start(tx -> scene.addUser(tx, "good"));
      bad =
          scene.start(tx -> {
            Session session = scene.addUser(tx, "bad");
            tx.endSession(session.id());
            tx.log().append(scene.addChat(tx, session, session), null, Scene.created());
            throw new IllegalStateException("on purpose");
          });
      sent = scene.send(Scene.text(anna, chat, "hello"));
      alsoGood = scene.start(tx -> scene.addUser(tx, "alsoGood"));
    }
    assertThat(failure(bad)).hasMessage("on purpose");
    assertThat(good.join().userId()).isNotEqualTo(alsoGood.join().userId());
    assertThat(sent.join().eventId()).isEqualTo(1);
    if (unitsShareCommits()) {
      assertThat(store.counts().commits()).isEqualTo(before + 2);
    }
    assertThat(scene.users()).isEqualTo(4);
    assertThat(toldSignals).containsExactly(new Signal.FirstWritten(chat, anna.userId()));
    assertThat(toldEntries).extracting(Entry::chat_id).containsExactly(chat);
  }

  @Test
  void aUnitWhoseStatementIsRefusedFailsAlone() {
    scene.user("anna");
    CompletableFuture<Session> same;
    CompletableFuture<Session> other;
    try (Hold _ = new Hold()) {
      same = scene.start(tx -> scene.addUser(tx, "anna"));
      other = scene.start(tx -> scene.addUser(tx, "boris"));
    }
    assertThat(failure(same)).isInstanceOf(StorageException.class);
    assertThat(other.join()).isNotNull();
    assertThat(scene.users()).isEqualTo(2);
  }

  @Test
  void aSessionsLastUseIsNeverMovedBack() {
    Session anna = scene.user("anna");
    long later = clock.millis() + 10;
    for (long use : new long[] {later, later - 5}) {
      store.write(tx -> {
        tx.sessions().setLastUsed(anna.id(), use);
        return 0;
      });
    }
    assertThat(store.<List<Session>>read(tx -> tx.sessions().ofUser(anna.userId())))
        .extracting(Session::lastUsedTime)
        .containsExactly(later);
  }

  @Test
  void anErrorInAUnitHurtsNobodyElse() {
    CompletableFuture<Session> bad;
    CompletableFuture<Session> good;
    try (Hold _ = new Hold()) {
      bad =
          scene.start(tx -> {
            scene.addUser(tx, "bad");
            throw new AssertionError("on purpose");
          });
      good = scene.start(tx -> scene.addUser(tx, "good"));
    }
    assertThat(failure(bad)).hasStackTraceContaining("on purpose");
    assertThat(good.join()).isNotNull();
    assertThat(scene.users()).isEqualTo(1);
    assertThat(store.ready()).isTrue();
  }

  @Test
  void whatOneLineHandsOverIsDoneInThatOrder() {
    List<Scene.Sender> senders = scene.senders(4);
    List<CompletableFuture<List<Long>>> all =
        senders.stream()
            .map(sender -> CompletableFuture.supplyAsync(() -> alternate(sender)))
            .toList();
    List<Long> expected = IntStream.rangeClosed(1, 500).mapToObj(i -> (long) i).toList();
    assertThat(all).allSatisfy(one -> assertThat(one.join()).isEqualTo(expected));
  }

  // A message, then a unit that looks how many there are, and so on.
  private List<Long> alternate(Scene.Sender sender) {
    Scene line = new Scene(store, clock);
    List<CompletableFuture<Long>> seen = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      line.send(sender.text("m" + i));
      seen.add(line.start(tx -> tx.chats().byId(sender.chatId()).lastEventId()));
    }
    return seen.stream().map(CompletableFuture::join).toList();
  }

  @Test
  void theReplyMayHandOverMore() {
    CompletableFuture<Long> last = new CompletableFuture<>();
    countDown(1000, last);
    assertThat(last.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(1000);
  }

  private void countDown(int left, CompletableFuture<Long> last) {
    store.write(
        tx -> scene.addUser(tx, "u" + left),
        new Reply<>(
            Runnable::run,
            _ -> {
              if (left == 1) {
                scene.start(tx -> last.complete(tx.sql.number("select count(*) from users")));
              } else {
                countDown(left - 1, last);
              }
            }));
  }

  // What is told, and replied

  @Test
  void isToldAfterTheCommitAndBeforeTheReplies() {
    Session anna = scene.user("anna");
    long chat = scene.chat(anna, anna);
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    alsoTold.set(
        (entries, _) -> order.add("told " + entries.size() + ", seen " + scene.contents(chat)));
    CompletableFuture<Void> first;
    CompletableFuture<Void> second;
    try (Hold _ = new Hold()) {
      first = scene.send(Scene.text(anna, chat, "a")).thenAccept(_ -> order.add("replied a"));
      second = scene.send(Scene.text(anna, chat, "b")).thenAccept(_ -> order.add("replied b"));
    }
    first.join();
    second.join();
    assertThat(order).containsExactly("told 2, seen [a, b]", "replied a", "replied b");
  }

  @Test
  void tellsSignalsOfWhatWasCommittedAlone() {
    Session anna = scene.user("anna");
    Session boris = scene.user("boris");
    CompletableFuture<Integer> ended;
    CompletableFuture<Integer> failed;
    try (Hold _ = new Hold()) {
      ended =
          scene.start(tx -> {
            tx.endSession(anna.id());
            return 0;
          });
      failed =
          scene.start(tx -> {
            tx.endSession(boris.id());
            throw new IllegalStateException("on purpose");
          });
    }
    ended.join();
    failure(failed);
    assertThat(toldSignals)
        .singleElement()
        .isInstanceOfSatisfying(
            Signal.SessionEnded.class,
            signal -> assertThat(signal.sessionId()).isEqualTo(anna.id()));
  }

  @Test
  void runsWhatIsForAfterTheCommitAfterItAndNeverWithoutOne() {
    CompletableFuture<Long> seen = new CompletableFuture<>();
    CompletableFuture<Integer> failed;
    AtomicInteger never = new AtomicInteger();
    try (Hold _ = new Hold()) {
      scene.start(tx -> {
        tx.afterCommit(
            () -> store.write(t -> t.sql.number("select count(*) from users"), Reply.to(seen)));
        return scene.addUser(tx, "anna");
      });
      failed =
          scene.start(tx -> {
            tx.afterCommit(never::incrementAndGet);
            throw new IllegalStateException("on purpose");
          });
    }
    assertThat(seen.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(1);
    failure(failed);
    assertThat(never).hasValue(0);
  }

  @Test
  void aReadTellsWhatItHasToTellAndOnce() {
    Session anna = scene.user("anna");
    AtomicInteger told = new AtomicInteger();
    alsoTold.set((_, _) -> told.incrementAndGet());
    store.read(tx -> {
      tx.tell(new Signal.SessionEnded(anna.id(), null, anna.userId(), ""));
      return 0;
    });
    scene.user("boris");
    assertThat(told).hasValue(1);
  }

  @Test
  void goesOnWhereTheToldOneThrows() {
    Session anna = scene.user("anna");
    long chat = scene.chat(anna, anna);
    alsoTold.set((_, _) -> {
      throw new IllegalStateException("on purpose");
    });
    assertThat(scene.send(Scene.text(anna, chat, "a")).orTimeout(30, TimeUnit.SECONDS).join())
        .isNotNull();
    assertThat(scene.send(Scene.text(anna, chat, "b")).orTimeout(30, TimeUnit.SECONDS).join())
        .isNotNull();
    assertThat(store.ready()).isTrue();
  }

  @Test
  void allRepliesOfACommitAreOneTaskOfEachExecutor() {
    List<Scene.Sender> senders = scene.senders(20);
    AtomicInteger tasksHere = new AtomicInteger();
    AtomicInteger tasksThere = new AtomicInteger();
    CountDownLatch replied = new CountDownLatch(40);
    Executor here = counting(tasksHere);
    Executor there = counting(tasksThere);
    try (Hold _ = new Hold()) {
      for (Scene.Sender sender : senders) {
        store.append(scene, sender.text("x"), new Reply<>(here, _ -> replied.countDown()));
      }
      for (int i = 0; i < senders.size(); i++) {
        store.write(scene, _ -> 0, new Reply<>(there, _ -> replied.countDown()));
      }
    }
    await(replied);
    assertThat(tasksHere).hasValue(1);
    assertThat(tasksThere).hasValue(unitsShareCommits() ? 1 : 20);
  }

  private static Executor counting(AtomicInteger tasks) {
    return task -> {
      tasks.incrementAndGet();
      task.run();
    };
  }

  @Test
  void aReplyThatCannotBeDeliveredHurtsNobodyElse() {
    Executor gone =
        _ -> {
          throw new RejectedExecutionException("gone");
        };
    CompletableFuture<Session> good;
    CompletableFuture<Session> later;
    try (Hold _ = new Hold()) {
      store.write(_ -> 0, new Reply<>(gone, _ -> {}));
      store.write(
          _ -> 0,
          new Reply<>(
              Runnable::run,
              _ -> {
                throw new IllegalStateException("on purpose");
              }));
      good = scene.start(tx -> scene.addUser(tx, "good"));
    }
    later = scene.start(tx -> scene.addUser(tx, "later"));
    assertThat(good.join()).isNotNull();
    assertThat(later.join()).isNotNull();
  }

  // Bounds

  @Test
  void writesBeyondTheBoundAreRefusedAndTheOthersDone() {
    AtomicInteger done = new AtomicInteger();
    AtomicReference<RuntimeException> refused = new AtomicReference<>();
    Reply<Integer> reply =
        new Reply<>(
            Runnable::run,
            outcome -> {
              switch (outcome) {
                case Reply.Done<Integer> _ -> done.incrementAndGet();
                case Reply.Failed<Integer>(RuntimeException why) -> refused.set(why);
              }
            });
    int offered = 0;
    try (Hold _ = new Hold()) {
      while (refused.get() == null && offered < 1_000_000) {
        store.write(_ -> 0, reply);
        offered++;
      }
    }
    assertThat(refused.get())
        .isInstanceOfSatisfying(
            Rejection.class, r -> assertThat(r.code()).isEqualTo(ErrorCode.OVERLOADED));
    Awaitility.await().atMost(Duration.ofMinutes(1)).untilAtomic(done, Matchers.is(offered - 1));
    scene.user("later");
  }

  @Test
  void readsBeyondTheBoundAreRefusedAndTheOthersDone() {
    CountDownLatch release = new CountDownLatch(1);
    List<CompletableFuture<Integer>> reads = new ArrayList<>();
    CompletableFuture<Integer> last = new CompletableFuture<>();
    while (!last.isCompletedExceptionally() && reads.size() < 1_000_000) {
      last = new CompletableFuture<>();
      reads.add(last);
      store.read(
          _ -> {
            await(release);
            return 0;
          },
          Reply.to(last));
    }
    release.countDown();
    assertRefused(last, ErrorCode.OVERLOADED);
    assertThat(reads.subList(0, reads.size() - 1))
        .allSatisfy(read -> assertThat(read.join()).isZero());
  }
}
