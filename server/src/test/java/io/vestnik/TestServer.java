package io.vestnik;

import io.vestnik.account.Secrets;
import io.vestnik.bus.Bus;
import io.vestnik.model.Clock;
import io.vestnik.model.SystemClock;
import io.vestnik.protocol.Limits;
import io.vestnik.store.DataFolder;
import io.vestnik.wire.Talk;
import io.vestnik.wire.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A real server on a free port with a folder of its own, which goes with it.
public final class TestServer implements AutoCloseable {
  // A machine that runs other tests beside may be slow to hash.
  private static final int PATIENT_MILLIS = 60_000;

  private final Path folder;
  private final Clock clock;
  private final Server server;
  private final boolean ownsFolder;
  private final @Nullable String database;

  private TestServer(
      Path folder, Clock clock, Server server, boolean ownsFolder, @Nullable String database) {
    this.folder = folder;
    this.clock = clock;
    this.server = server;
    this.ownsFolder = ownsFolder;
    this.database = database;
  }

  /// A server without the limits of users' requests.
  public static TestServer start() {
    return start(new SystemClock(), UnaryOperator.identity());
  }

  /// A server with a clock and a configuration of one's own.
  public static TestServer start(Clock clock, UnaryOperator<Config> change) {
    try {
      Path folder = Files.createTempDirectory("vestnik-test");
      String database = TestPostgres.isWanted() ? TestPostgres.fresh() : null;
      Config plain = Config.of(folder).with(withoutUserLimits());
      Config stored = database == null ? plain : plain.with(TestPostgres.settings(database));
      Server server = new Server(change.apply(stored), clock, Secrets.ofSystem());
      return new TestServer(folder, clock, server, true, database);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One of several servers on the same data, which stay when it goes.
  public static TestServer on(SharedData data, Clock clock, UnaryOperator<Bus> way) {
    Config config = Config.of(data.folder()).with(withoutUserLimits());
    return new TestServer(
        data.folder(),
        clock,
        new Server(config, clock, Secrets.ofSystem(), data.backend(way)),
        false,
        null);
  }

  /// The defaults, but that users may ask as often as they like, and wait for a password's hash.
  public static Limits withoutUserLimits() {
    Limits d = Limits.DEFAULT;
    return new Limits(
        d.frameBytes(),
        d.requestsWaiting(),
        d.nesting(),
        d.numberDigits(),
        d.pageItems(),
        d.messageLength(),
        d.tokens(),
        d.groupMembers(),
        false,
        d.sends(),
        d.changes(),
        d.reads(),
        d.searches(),
        d.wrongPerAccountAndAddress(),
        d.wrongPerAccount(),
        d.wrongPerAddress(),
        d.registrations(),
        d.mailedCodes(),
        d.newChats(),
        PATIENT_MILLIS);
  }

  public int port() {
    return server.address().getPort();
  }

  public Server server() {
    return server;
  }

  public Path folder() {
    return folder;
  }

  /// How often the text stands in the files of its folder.
  public int placesInFiles(String text) {
    // A character a byte, so that what is searched for is found byte by byte.
    String sought = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    int count = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        count += (bytes.length() - bytes.replace(sought, "").length()) / sought.length();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return count;
  }

  /// Runs a statement in its database, beside it.
  public void inDatabase(String sql) {
    try (Connection connection = database();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// A connection of the test's own to its database.
  public Connection database() throws SQLException {
    return database == null
        ? DriverManager.getConnection("jdbc:sqlite:" + DataFolder.database(folder))
        : TestPostgres.connect(database);
  }

  /// Its time.
  public long millis() {
    return clock.millis();
  }

  /// A new conversation with it.
  public Talk talk() {
    return Talk.with(port());
  }

  /// A new raw connection to it.
  public WireClient connect() {
    return WireClient.connect(port());
  }

  @Override
  public void close() {
    server.close();
    if (!ownsFolder) {
      return;
    }
    if (database != null) {
      TestPostgres.drop(database);
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
