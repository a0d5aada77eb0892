package io.vestnik;

import io.vestnik.account.Secrets;
import io.vestnik.bus.Bus;
import io.vestnik.model.Clock;
import io.vestnik.model.SystemClock;
import io.vestnik.protocol.Limits;
import io.vestnik.wire.Talk;
import io.vestnik.wire.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A real server on a free port with a folder of its own, which goes with it.
public final class TestServer implements AutoCloseable {
  // A machine that runs other tests beside may be slow to hash.
  private static final int PATIENT_MILLIS = 60_000;

  private final Path folder;
  private final Clock clock;
  private final Server server;
  private final boolean ownsFolder;

  private TestServer(Path folder, Clock clock, Server server, boolean ownsFolder) {
    this.folder = folder;
    this.clock = clock;
    this.server = server;
    this.ownsFolder = ownsFolder;
  }

  /// A server without the limits of users' requests.
  public static TestServer start() {
    return start(new SystemClock(), UnaryOperator.identity());
  }

  /// A server with a clock and a configuration of one's own.
  public static TestServer start(Clock clock, UnaryOperator<Config> change) {
    try {
      Path folder = Files.createTempDirectory("vestnik-test");
      Config config = change.apply(Config.of(folder).with(withoutUserLimits()));
      return new TestServer(folder, clock, new Server(config, clock, Secrets.ofSystem()), true);
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
        false);
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
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
