package io.vestnik;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vestnik.model.SystemClock;
import io.vestnik.store.DatabaseUrl;
import io.vestnik.store.PostgresStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL, started once a JVM and when first asked for, with any number of databases in
/// it. It ends with the JVM.
public final class TestPostgres {
  private static final String TEMPLATE = "vestnik_template";
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long ENOUGH_BYTES = 2L << 30;
  private static final int CONNECTIONS = 6;
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static @Nullable EmbeddedPostgres cluster;

  private TestPostgres() {}

  /// Whether tests over the wire are to run on it: `-Ddatabase=postgres`.
  public static boolean isWanted() {
    return "postgres".equals(System.getProperty("database"));
  }

  /// Its port.
  public static synchronized int port() {
    if (cluster == null) {
      assumeTrue(
          System.getProperty("os.name").equals("Linux")
              && System.getProperty("os.arch").equals("amd64"),
          "the PostgreSQL for tests is for Linux on amd64");
      cluster = started();
      run("postgres", "create database " + TEMPLATE);
      new PostgresStore(settings(TEMPLATE), new SystemClock(), (_, _) -> {}).close();
    }
    return cluster.getPort();
  }

  // In memory where there is some: it syncs as it must, and that costs next to nothing.
  private static EmbeddedPostgres started() {
    clearAway();
    EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
    if (Files.isWritable(MEMORY) && MEMORY.toFile().getUsableSpace() > ENOUGH_BYTES) {
      builder.setDataDirectory(MEMORY.resolve("vestnik-test-" + ProcessHandle.current().pid()));
    }
    try {
      return builder
          .setServerConfig("fsync", "on")
          .setServerConfig("max_connections", "400")
          .setServerConfig("shared_buffers", "64MB")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // What a JVM that was killed has left in memory.
  private static void clearAway() {
    File[] folders = MEMORY.toFile().listFiles((_, name) -> name.matches("vestnik-test-\\d+"));
    for (File folder : folders == null ? new File[0] : folders) {
      long pid = Long.parseLong(folder.getName().replaceAll("\\D", ""));
      if (ProcessHandle.of(pid).isEmpty()) {
        deleteAll(folder.toPath());
      }
    }
  }

  private static void deleteAll(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A new database with the schema and nothing else in it; gives its name.
  public static String fresh() {
    port();
    String name = "test_" + NUMBER.incrementAndGet();
    run("postgres", "create database " + name + " template " + TEMPLATE);
    return name;
  }

  /// A new database with nothing in it at all; gives its name.
  public static String empty() {
    port();
    String name = "test_" + NUMBER.incrementAndGet();
    run("postgres", "create database " + name);
    return name;
  }

  /// Ends a database, whoever uses it.
  public static void drop(String name) {
    run("postgres", "drop database if exists " + name + " with (force)");
  }

  /// How a store gets to the database.
  public static PostgresStore.Settings settings(String name) {
    return settings(name, cluster == null ? port() : cluster.getPort());
  }

  /// The same by another port, which leads there.
  public static PostgresStore.Settings settings(String name, int port) {
    String url = "postgresql://postgres@127.0.0.1:" + port + "/" + name;
    return new PostgresStore.Settings(DatabaseUrl.parse(url, null), CONNECTIONS);
  }

  /// Runs a statement in the database.
  public static void run(String name, String sql) {
    try (Connection connection = connect(name);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// The one number that a query gives.
  public static long number(String name, String sql) {
    try (Connection connection = connect(name);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// A connection of the test's own.
  public static Connection connect(String name) throws SQLException {
    int port = cluster == null ? port() : cluster.getPort();
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + name, "postgres", "");
  }
}
