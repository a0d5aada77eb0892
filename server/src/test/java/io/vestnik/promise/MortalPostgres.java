package io.vestnik.promise;

import io.vestnik.TestPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/// A PostgreSQL of a test's own, which can be killed and started again on the same data.
final class MortalPostgres implements AutoCloseable {
  private final Path folder;
  private EmbeddedPostgres postgres;

  MortalPostgres() {
    TestPostgres.port(); // skips where there is none for this machine
    try {
      folder = Files.createTempDirectory("vestnik-postgres").resolve("data");
      postgres = started(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EmbeddedPostgres started(int port) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder)
            .setCleanDataDirectory(false)
            .setServerConfig("fsync", "on");
    return (port == 0 ? builder : builder.setPort(port)).start();
  }

  String url() {
    return "postgresql://postgres@127.0.0.1:" + postgres.getPort() + "/postgres";
  }

  /// SIGKILL to the first of its processes; the others follow.
  void kill() {
    try {
      String pid = Files.readAllLines(folder.resolve("postmaster.pid")).getFirst().strip();
      ProcessHandle server = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
      server.destroyForcibly();
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !server.isAlive());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts it again, on the same port.
  void startAgain() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> {
          postgres = started(postgres.getPort());
          return true;
        });
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
