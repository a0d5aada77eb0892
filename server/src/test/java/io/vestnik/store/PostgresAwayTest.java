package io.vestnik.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.TestPostgres;
import io.vestnik.model.Session;
import io.vestnik.model.SystemClock;
import io.vestnik.protocol.ErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The database goes away, hangs and comes back, and the store says so in time.
class PostgresAwayTest {
  private static final Duration IN_TIME = Duration.ofSeconds(5);

  // Two seconds of the lock, and what it takes to see that it is free.
  private static final Duration HELD = Duration.ofMillis(3_500);

  private final String database = TestPostgres.fresh();
  private Gate gate;
  private PostgresStore store;
  private Scene scene;
  private Session anna;
  private long chat;

  @BeforeEach
  void start() throws IOException {
    gate = new Gate(TestPostgres.port());
    SystemClock clock = new SystemClock();
    store = new PostgresStore(TestPostgres.settings(database, gate.port()), clock, (_, _) -> {});
    scene = new Scene(store, clock);
    anna = scene.user("anna");
    chat = scene.chat(anna, anna);
  }

  @AfterEach
  void stop() throws IOException {
    gate.open();
    store.close();
    gate.close();
    TestPostgres.drop(database);
  }

  private List<CompletableFuture<?>> oneOfEach() {
    List<CompletableFuture<?>> all = new ArrayList<>();
    all.add(scene.send(Scene.text(anna, chat, "a")));
    all.add(scene.start(tx -> scene.addUser(tx, "boris")));
    CompletableFuture<Integer> read = new CompletableFuture<>();
    store.read(tx -> tx.users().byId(1) == null ? 0 : 1, Reply.to(read));
    all.add(read);
    return all;
  }

  private List<CompletableFuture<?>> muchAtOnce() {
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      all.add(scene.send(Scene.text(anna, chat, "\u043f".repeat(16_384))));
    }
    return all;
  }

  private static void assertAway(CompletableFuture<?> future) {
    StoreFixture.assertRefused(
        future.orTimeout(IN_TIME.toMillis(), TimeUnit.MILLISECONDS), ErrorCode.STORAGE_AWAY);
  }

  private void assertBackInTime() {
    Awaitility.await()
        .atMost(IN_TIME)
        .ignoreExceptions()
        .until(() ->
            store.ready() && scene.send(Scene.text(anna, chat, "again")).join().eventId() > 0);
  }

  @Test
  void whatComesWhileItIsAwayIsRefusedAndItComesBack() {
    gate.shut();
    oneOfEach().forEach(PostgresAwayTest::assertAway);
    Awaitility.await().atMost(IN_TIME).until(() -> !store.ready());
    oneOfEach().forEach(PostgresAwayTest::assertAway);
    gate.open();
    assertBackInTime();
    assertThat(scene.eventIds(chat)).containsExactly(1L);
  }

  @Test
  void oneThatHangsIsNoticed() {
    gate.hang();
    oneOfEach().forEach(PostgresAwayTest::assertAway);
    Awaitility.await().atMost(IN_TIME).until(() -> !store.ready());
    gate.open();
    assertBackInTime();
  }

  /// What is written then fills what the network takes, and nobody takes it from there.
  @Test
  void muchThatIsOnItsWayIsRefusedInTime() {
    gate.hangAtMuch();
    List<CompletableFuture<?>> all = muchAtOnce();
    all.forEach(PostgresAwayTest::assertAway);
    gate.open();
    assertBackInTime();
  }

  /// By another server, which has a way to the database.
  @Test
  void whatOneThatIsCutOffHasLockedIsFreeSoon() {
    gate.hangAtCommit();
    CompletableFuture<Appended> sent = scene.send(Scene.text(anna, chat, "a"));
    SystemClock clock = new SystemClock();
    try (Store other = new PostgresStore(TestPostgres.settings(database), clock, (_, _) -> {})) {
      Scene there = new Scene(other, clock);
      Awaitility.await().until(() -> isHeld(there.send(Scene.text(anna, chat, "held?"))));
      Awaitility.await()
          .atMost(HELD)
          .ignoreExceptions()
          .until(() -> there.send(Scene.text(anna, chat, "free")).join().eventId() > 0);
    }
    StoreFixture.assertRefused(
        sent.orTimeout(IN_TIME.toMillis(), TimeUnit.MILLISECONDS), ErrorCode.OUTCOME_UNKNOWN);
  }

  private static boolean isHeld(CompletableFuture<Appended> sent) {
    return sent.handle((_, why) -> why != null).join();
  }

  @Test
  void oneThatHangsIsNoticedWithoutAnyRequest() {
    gate.hang();
    Awaitility.await().atMost(IN_TIME).until(() -> !store.ready());
  }

  @Test
  void allThatWaitIsRefusedAtOnce() {
    gate.hang();
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      all.addAll(oneOfEach());
    }
    all.forEach(PostgresAwayTest::assertAway);
  }

  @Test
  void aCommitWhoseAnswerIsLostMayHaveBeenDone() {
    gate.cutAtCommit();
    CompletableFuture<Appended> sent = scene.send(Scene.keyed(anna, chat, "a", "k"));
    StoreFixture.assertRefused(
        sent.orTimeout(IN_TIME.toMillis(), TimeUnit.MILLISECONDS), ErrorCode.OUTCOME_UNKNOWN);
    gate.open();
    Awaitility.await().atMost(IN_TIME).until(store::ready);
    Appended again = scene.send(Scene.keyed(anna, chat, "a", "k")).join();
    assertThat(again.eventId()).isEqualTo(1);
    assertThat(scene.contents(chat)).containsExactly("a");
  }

  @Test
  void oneConnectionThatIsEndedHurtsNobodyForLong() {
    TestPostgres.run(
        "postgres",
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
            + database
            + "'");
    assertBackInTime();
  }

  @Test
  void closesWhileItIsAway() {
    gate.hang();
    List<CompletableFuture<?>> all = oneOfEach();
    Thread closing = Thread.ofPlatform().start(store::close);
    all.forEach(PostgresAwayTest::assertAway);
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !closing.isAlive());
  }
}
