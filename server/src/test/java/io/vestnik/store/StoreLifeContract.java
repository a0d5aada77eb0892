package io.vestnik.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestnik.model.Session;
import io.vestnik.protocol.Rejection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What every store promises of reading, of its end, and of its next start.
abstract class StoreLifeContract extends StoreFixture {
  // The end

  @Test
  void closeFinishesWhatWaits() throws Exception {
    List<Scene.Sender> senders = scene.senders(10);
    List<CompletableFuture<Appended>> sent = new ArrayList<>();
    Thread closing;
    try (Hold _ = new Hold()) {
      for (int i = 0; i < 100; i++) {
        senders.forEach(sender -> sent.add(scene.send(sender.text("x"))));
      }
      closing = Thread.ofPlatform().start(store::close);
    }
    closing.join();
    assertThat(sent).allSatisfy(one -> assertThat(one.join().eventId()).isPositive());
    assertThatThrownBy(() -> store.write(_ -> 0)).isInstanceOf(Rejection.class);
    assertThatThrownBy(() -> store.read(_ -> 0)).isInstanceOf(Rejection.class);
    assertThat(store.ready()).isFalse();
    openFirst();
    assertThat(senders).allSatisfy(s -> assertThat(scene.contents(s.chatId())).hasSize(100));
  }

  @Test
  void whateverIsHandedOverWhileItClosesIsAnswered() throws Exception {
    for (int round = 0; round < 20; round++) {
      List<CompletableFuture<Integer>> all = Collections.synchronizedList(new ArrayList<>());
      CountDownLatch begun = new CountDownLatch(4);
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 4; i++) {
          threads.execute(() -> {
            for (int n = 0; n < 200; n++) {
              all.add(scene.start(_ -> 0));
              CompletableFuture<Integer> read = new CompletableFuture<>();
              store.read(_ -> 0, Reply.to(read));
              all.add(read);
              begun.countDown();
            }
          });
        }
        await(begun);
        store.close();
      }
      CompletableFuture<?>[] waiting = all.toArray(CompletableFuture[]::new);
      CompletableFuture.allOf(waiting).handle((_, _) -> 0).orTimeout(10, TimeUnit.SECONDS).join();
      openFirst();
    }
  }

  @Test
  void keepsEverythingOverARestart() {
    Session anna = scene.user("anna");
    long chat = scene.chat(anna, anna);
    scene.send(Scene.keyed(anna, chat, "a", "k")).join();
    store.close();
    openFirst();
    assertThat(scene.contents(chat)).containsExactly("a");
    assertThat(scene.send(Scene.keyed(anna, chat, "a", "k")).join().duplicate()).isTrue();
    assertThat(scene.send(Scene.text(anna, chat, "b")).join().eventId()).isEqualTo(2);
  }

  // Reading

  @Test
  void aReaderSeesAllThatWasCommittedBefore() {
    List<Scene.Sender> senders = scene.senders(4);
    List<CompletableFuture<Void>> all =
        senders.stream()
            .map(sender ->
                CompletableFuture.runAsync(() -> {
                  for (int i = 1; i <= 200; i++) {
                    scene.send(sender.text("x")).join();
                    assertThat(scene.chatRow(sender.chatId()).lastEventId()).isEqualTo(i);
                  }
                }))
            .toList();
    all.forEach(CompletableFuture::join);
  }

  @Test
  void aReadIsOneSnapshot() {
    scene.user("anna");
    List<Long> counts =
        store.read(tx -> {
          long before = tx.sql.number("select count(*) from users");
          scene.user("boris");
          return List.of(before, tx.sql.number("select count(*) from users"));
        });
    assertThat(counts).containsExactly(1L, 1L);
    assertThat(scene.users()).isEqualTo(2);
  }

  @Test
  void aReadCannotWrite() {
    assertThatThrownBy(() -> store.read(tx -> scene.addUser(tx, "anna")))
        .isInstanceOf(RuntimeException.class);
    assertThat(scene.users()).isZero();
  }

  @Test
  void aReadThatThrowsHurtsNoOther() {
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() ->
              store.read(_ -> {
                throw new IllegalStateException("on purpose");
              }))
          .hasMessage("on purpose");
      CompletableFuture<Integer> read = new CompletableFuture<>();
      store.read(
          _ -> {
            throw new AssertionError("on purpose");
          },
          Reply.to(read));
      assertThat(failure(read)).hasStackTraceContaining("on purpose");
    }
    assertThat(scene.users()).isZero();
    assertThat(store.ready()).isTrue();
  }
}
