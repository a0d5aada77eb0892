package io.vestnik.promise;

import io.vestnik.TestPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL of a test's own, which can be killed and started again on the same data.
final class MortalPostgres implements AutoCloseable {
  private final Path folder;
  private final EmbeddedPostgres postgres;
  private final List<String> command = new ArrayList<>();
  private @Nullable Process again;

  MortalPostgres() {
    this(Set.of("127.0.0.1"));
  }

  /// @param addresses of this machine at which it is there, for all who get so far
  MortalPostgres(Set<String> addresses) {
    TestPostgres.port(); // skips where there is none for this machine
    try {
      folder = Files.createTempDirectory("vestnik-postgres").resolve("data");
      postgres =
          EmbeddedPostgres.builder()
              .setDataDirectory(folder)
              .setServerConfig("fsync", "on")
              .setServerConfig("listen_addresses", String.join(",", addresses))
              .start();
      letInAll();
    } catch (IOException | SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void letInAll() throws IOException, SQLException {
    Files.writeString(
        folder.resolve("pg_hba.conf"), "host all all 0.0.0.0/0 trust\n", StandardOpenOption.APPEND);
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_reload_conf()");
    }
  }

  String url() {
    return url("127.0.0.1");
  }

  /// The same by another address.
  String url(String address) {
    return "postgresql://postgres@" + address + ":" + postgres.getPort() + "/postgres";
  }

  /// The one number that a query gives.
  long number(String query) {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// SIGKILL to the first of its processes; the others follow.
  void kill() {
    try {
      String pid = Files.readAllLines(folder.resolve("postmaster.pid")).getFirst().strip();
      ProcessHandle server = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
      if (System.getProperty("user.name").equals("root")) {
        command.addAll(List.of("unshare", "-U")); // it does not run as root
      }
      command.add(server.info().command().orElseThrow());
      command.addAll(List.of(server.info().arguments().orElseThrow()));
      server.destroyForcibly();
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !server.isAlive());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts it again, on the same port.
  void startAgain() {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(this::isUp);
  }

  // While the others of its processes are still ending it does not start.
  private boolean isUp() throws IOException {
    if (again == null || !again.isAlive()) {
      again =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolveSibling("again.log").toFile())
              .start();
    }
    String jdbc = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
    try (Connection connection = DriverManager.getConnection(jdbc, "postgres", "")) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    if (again != null) {
      again.destroy();
    }
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
