package io.vestnik.promise;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// PostgreSQL data in a folder, each copy of them by its name, and databases that run on them.
final class PostgresCopies {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path folder;

  /// Skips the test where there is no PostgreSQL for this machine.
  PostgresCopies(Path folder) {
    this.folder = folder;
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "the PostgreSQL for tests is for Linux on amd64");
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /// Starts a database on this copy, or on none at first.
  EmbeddedPostgres run(String name, int port, Map<String, String> settings) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder.resolve(name))
            .setCleanDataDirectory(false)
            .setPort(port)
            .setServerConfig("fsync", "on")
            .setServerConfig("restore_command", "false");
    settings.forEach(builder::setServerConfig);
    return builder.start();
  }

  /// The same; returns when it can be written.
  EmbeddedPostgres run(String name, int port) throws IOException {
    EmbeddedPostgres started = run(name, port, Map.of());
    Awaitility.await().until(() -> ask(started, "select not pg_is_in_recovery()").equals("t"));
    return started;
  }

  /// The one value that a query gives.
  static String ask(EmbeddedPostgres of, String query) throws SQLException {
    try (Connection connection = of.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /// Copies what nobody uses; the copy begins a timeline of its own.
  void copy(String from, String to) throws IOException {
    copyFiles(from, to);
    Files.createFile(folder.resolve(to).resolve("recovery.signal"));
  }

  /// Copies what nobody uses; the copy follows what runs on that port.
  void copyToFollow(String from, String to, int port) throws IOException {
    copyFiles(from, to);
    Path target = folder.resolve(to);
    Files.createFile(target.resolve("standby.signal"));
    Files.writeString(
        target.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 user=postgres port=" + port + "'\n",
        StandardOpenOption.APPEND);
  }

  private void copyFiles(String from, String to) throws IOException {
    Path target = folder.resolve(to);
    try (Stream<Path> files = Files.walk(folder.resolve(from))) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(folder.resolve(from).relativize(file)));
      }
    }
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
  }

  /// SIGKILL to the first of the processes on this copy; the others follow.
  void kill(String name) throws IOException {
    String pid = Files.readAllLines(folder.resolve(name).resolve("postmaster.pid")).getFirst();
    ProcessHandle first = ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    first.destroyForcibly();
    Awaitility.await().atMost(PATIENCE).until(() -> !first.isAlive());
  }
}
