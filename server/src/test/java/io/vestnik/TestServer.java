package io.vestnik;

import io.vestnik.account.Secrets;
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

  private TestServer(Path folder, Clock clock, UnaryOperator<Config> change) {
    this.folder = folder;
    this.clock = clock;
    this.server =
        new Server(
            change.apply(Config.of(folder).with(withoutUserLimits())), clock, Secrets.ofSystem());
  }

  /// A server without the limits of users' requests.
  public static TestServer start() {
    return start(new SystemClock(), UnaryOperator.identity());
  }

  /// A server with a clock and a configuration of one's own.
  public static TestServer start(Clock clock, UnaryOperator<Config> change) {
    try {
      return new TestServer(Files.createTempDirectory("vestnik-test"), clock, change);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
