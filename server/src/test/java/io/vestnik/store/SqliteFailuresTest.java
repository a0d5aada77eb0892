package io.vestnik.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vestnik.model.Entry;
import io.vestnik.model.Session;
import io.vestnik.model.SystemClock;
import io.vestnik.protocol.ErrorCode;
import io.vestnik.protocol.Rejection;
import io.vestnik.sql.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When the disk is full or somebody else has the database locked: 503, nothing half done, and on
/// with it as soon as that is over.
class SqliteFailuresTest {
  private static final String LONG = "x".repeat(16_000);

  @TempDir private Path folder;

  private final List<Entry> told = Collections.synchronizedList(new ArrayList<>());

  private SqliteStore store(Path path) {
    SqliteFile file = new SqliteFile(path, Duration.ofMillis(50));
    return new SqliteStore(file, new SystemClock(), (entries, _) -> told.addAll(entries));
  }

  private static void assertRefused(CompletableFuture<?> future, ErrorCode... codes) {
    assertThat(StoreFixture.failure(future))
        .isInstanceOfSatisfying(Rejection.class, r -> assertThat(r.code()).isIn((Object[]) codes));
  }

  @Test
  void aFullDatabaseRefusesTheWholeGroupAndGoesOnWhenThereIsRoom() {
    try (SqliteStore store = store(folder.resolve("test.db"))) {
      Scene scene = new Scene(store, new SystemClock());
      Session anna = scene.user("anna");
      long chat = scene.chat(anna, anna);
      store.write(tx -> tx.sql.number("pragma max_page_count = 1"));
      long before = store.counts().commits();
      CompletableFuture<Appended> small;
      CompletableFuture<Session> unit;
      CompletableFuture<Appended> big;
      try (var _ = hold(scene)) {
        unit = scene.start(tx -> scene.addUser(tx, "boris"));
        small = scene.send(Scene.text(anna, chat, "small"));
        big = scene.send(Scene.text(anna, chat, LONG.repeat(10)));
      }
      assertRefused(small, ErrorCode.STORAGE_AWAY);
      assertRefused(unit, ErrorCode.STORAGE_AWAY);
      assertRefused(big, ErrorCode.STORAGE_AWAY);
      assertThat(store.counts().commits()).as("only the group that held up").isLessThan(before + 2);
      assertThat(scene.users()).isOne();
      assertThat(scene.eventIds(chat)).isEmpty();
      assertThat(told).isEmpty();
      makeRoom(store);
      assertThat(scene.send(Scene.text(anna, chat, LONG.repeat(10))).join().eventId()).isOne();
      assertThat(store.ready()).isTrue();
    }
  }

  private static Release hold(Scene scene) {
    var release = new CountDownLatch(1);
    var entered = new CountDownLatch(1);
    scene.start(_ -> {
      entered.countDown();
      StoreFixture.await(release);
      return 0;
    });
    StoreFixture.await(entered);
    return release::countDown;
  }

  private interface Release extends AutoCloseable {
    @Override
    void close();
  }

  // A connection that was renewed has no such limit any more; one that was not still has.
  private static void makeRoom(SqliteStore store) {
    store.write(tx -> tx.sql.number("pragma max_page_count = 1000000"));
  }

  @Test
  void aFullDiskRefusesAndLosesNothingAndGoesOnWhenThereIsRoom() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString()),
        "a small disk can only be mounted by root");
    try {
      fillAndGoOn(disk);
    } finally {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  private void fillAndGoOn(Path disk) throws Exception {
    Path ballast = Files.write(disk.resolve("ballast"), new byte[1 << 20]);
    List<Long> acknowledged = new ArrayList<>();
    long chat;
    try (SqliteStore store = store(disk.resolve("test.db"))) {
      Scene scene = new Scene(store, new SystemClock());
      Session anna = scene.user("anna");
      chat = scene.chat(anna, anna);
      for (int i = 0; i < 500; i++) {
        scene
            .send(Scene.keyed(anna, chat, LONG, "k" + i))
            .thenAccept(appended -> acknowledged.add(appended.eventId()))
            .exceptionally(_ -> null)
            .join();
      }
      assertThat(acknowledged).hasSizeBetween(1, 499);
      assertRefused(
          scene.send(Scene.text(anna, chat, LONG.repeat(50))),
          ErrorCode.STORAGE_AWAY,
          ErrorCode.OUTCOME_UNKNOWN);
      assertThat(scene.eventIds(chat)).isEqualTo(acknowledged);
      Files.delete(ballast);
      await().until(store::ready);
      long next = scene.send(Scene.text(anna, chat, "room again")).join().eventId();
      assertThat(next).isEqualTo(acknowledged.size() + 1);
    }
    try (SqliteStore store = store(disk.resolve("test.db"))) {
      List<Long> expected = LongStream.rangeClosed(1, acknowledged.size() + 1).boxed().toList();
      assertThat(new Scene(store, new SystemClock()).eventIds(chat)).isEqualTo(expected);
    }
    assertThat(told).extracting(Entry::event_id).hasSize(acknowledged.size() + 1).isSorted();
  }

  private static boolean run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aForeignLockRefusesAndIsGotOver() {
    Path path = folder.resolve("test.db");
    try (SqliteStore store = store(path);
        Sql stranger = new SqliteFile(path, Duration.ofSeconds(5)).openForWriting()) {
      Scene scene = new Scene(store, new SystemClock());
      Session anna = scene.user("anna");
      long chat = scene.chat(anna, anna);
      stranger.run("begin immediate");
      for (int i = 0; i < 3; i++) {
        assertRefused(scene.send(Scene.text(anna, chat, "locked")), ErrorCode.STORAGE_AWAY);
        assertRefused(scene.start(tx -> scene.addUser(tx, "x")), ErrorCode.STORAGE_AWAY);
        assertThat(scene.contents(chat)).as("reading goes on").isEmpty();
      }
      await().until(() -> !store.ready());
      stranger.run("commit");
      await().until(store::ready);
      assertThat(scene.send(Scene.text(anna, chat, "free")).join().eventId()).isOne();
      assertThat(scene.users()).isOne();
      assertThat(told).hasSize(1);
    }
  }

  @Test
  void aDatabaseThatIsLockedAtTheStartIsRefusedWithALine() {
    Path path = folder.resolve("test.db");
    store(path).close();
    try (Sql stranger = new SqliteFile(path, Duration.ofSeconds(5)).openForWriting()) {
      stranger.run("begin exclusive");
      assertThatThrownBy(() -> store(path))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("Cannot open the database")
          .hasMessageContaining("locked");
      stranger.run("commit");
    }
    store(path).close();
  }
}
