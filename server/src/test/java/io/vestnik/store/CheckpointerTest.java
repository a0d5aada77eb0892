package io.vestnik.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.model.SystemClock;
import io.vestnik.sql.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The log file beside the database stays bounded, and empties at rest.
class CheckpointerTest {
  private static final long MEBIBYTE = 1 << 20;
  private static final String CONTENT = "x".repeat(8_000);

  @TempDir private Path folder;

  private SqliteStore store() {
    return new SqliteStore(folder.resolve("test.db"), new SystemClock(), (_, _) -> {});
  }

  private long logBytes() throws Exception {
    return Files.size(folder.resolve("test.db-wal"));
  }

  /// 200 MiB of messages and more of pages, without a pause, a few messages a commit.
  @Test
  void theLogFileStaysBoundedUnderContinuousWriting() throws Exception {
    try (SqliteStore store = store()) {
      Scene.Sender sender = new Scene(store, new SystemClock()).senders(1).getFirst();
      long most = 0;
      Semaphore underWay = new Semaphore(8);
      for (int i = 0; i < 26_000; i++) {
        assertThat(underWay.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        store.append(
            this, sender.text(CONTENT), new Reply<>(Runnable::run, _ -> underWay.release()));
        if (i % 100 == 0) {
          most = Math.max(most, logBytes());
        }
      }
      assertThat(underWay.tryAcquire(8, 30, TimeUnit.SECONDS)).isTrue();
      assertThat(store.counts().appended()).isEqualTo(26_000);
      System.out.printf("the log file had at most %d MiB%n", most / MEBIBYTE);
      assertThat(Math.max(most, logBytes())).isLessThan(128 * MEBIBYTE);
    }
  }

  @Test
  void atRestEverythingIsMovedIntoTheDatabase() throws Exception {
    try (SqliteStore store = store()) {
      Scene scene = new Scene(store, new SystemClock());
      Scene.Sender sender = scene.senders(1).getFirst();
      for (int i = 0; i < 20; i++) {
        scene.send(sender.text(CONTENT)).join();
      }
      // What the copy knows without the log file is what was moved.
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(messagesWithoutTheLogFile()).isEqualTo(20));
    }
  }

  private long messagesWithoutTheLogFile() throws Exception {
    Path copy = Files.createTempDirectory(folder, "copy").resolve("test.db");
    Files.copy(folder.resolve("test.db"), copy);
    try (Sql sql = new SqliteFile(copy, Duration.ofSeconds(5)).openForWriting()) {
      return sql.number("select count(*) from sqlite_schema where name = 'entries'") == 0
          ? 0
          : sql.number("select count(*) from entries");
    }
  }
}
