package io.vestnik.net;

import static org.awaitility.Awaitility.await;

import io.netty.channel.Channel;
import io.vestnik.ManualClock;
import io.vestnik.TestServer;
import io.vestnik.mode.Dispatcher;
import io.vestnik.mode.SignedIn;
import io.vestnik.mode.Throttle;
import io.vestnik.model.Email;
import io.vestnik.model.TokenHash;
import io.vestnik.model.Username;
import io.vestnik.store.Reply;
import io.vestnik.store.SqliteStore;
import io.vestnik.table.Sessions;
import io.vestnik.table.Users;
import io.vestnik.wire.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;

/// The real sockets, dispatcher and store, but with [OddModes] and a clock that the test moves: so
/// that a test can look at one connection from the inside.
final class OwnServer implements AutoCloseable {
  static final String TOKEN = "a-token-that-is-valid";

  final ManualClock clock = new ManualClock();
  final OddModes modes = new OddModes();
  final WebServer web;

  private final Path folder;
  private final SqliteStore store;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  OwnServer() {
    this(Duration.ofSeconds(10));
  }

  OwnServer(Duration shutdownTime) {
    folder = temporaryFolder();
    store = new SqliteStore(folder.resolve("vestnik.db"), clock, (entries, signals) -> {});
    store.write(tx -> {
      Username name = new Username("anna", "anna", "anna");
      Email email = new Email("anna@example.org", "anna@example.org");
      long id = tx.users().add(new Users.NewUser(name, email, "", "en", clock.millis()));
      TokenHash hash = TokenHash.of(TOKEN);
      return tx.sessions().add(new Sessions.NewSession("s", hash, id, null, null, clock.millis()));
    });
    Throttle throttle = new Throttle(TestServer.withoutUserLimits(), clock);
    Dispatcher dispatcher =
        new Dispatcher(modes.table(), store, new SignedIn(store, clock), throttle, workers);
    WebServer.Settings settings =
        new WebServer.Settings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new Origins(Set.of(), Set.of()),
            1_000,
            shutdownTime,
            "test");
    web = new WebServer(settings, dispatcher, given(), clock, store::ready);
  }

  // Nothing is given out here.
  private static WebServer.Given given() {
    return new WebServer.Given(
        (_, _) -> {},
        new FileSource() {
          @Override
          public void find(Proof proof, String fileId, Reply<Found> reply) {}

          @Override
          public void read(Found file, long part, Reply<byte[]> reply) {}
        });
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("vestnik-net");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return web.address().getPort();
  }

  WireClient connect() {
    return WireClient.connect(port());
  }

  /// The server's side of a client's connection.
  Channel awaitChannelOf(WireClient client) {
    return awaitChannelFrom(client.localPort());
  }

  /// The server's side of the connection from this port.
  Channel awaitChannelFrom(int port) {
    return await().until(() -> channelFrom(port), Optional::isPresent).orElseThrow();
  }

  private Optional<Channel> channelFrom(int port) {
    return web.open().channels().stream()
        .filter(channel ->
            channel.remoteAddress() instanceof InetSocketAddress peer && peer.getPort() == port)
        .findAny();
  }

  /// What the server's side of a connection says of itself, asked where it lives.
  static <T> T ask(Channel channel, Function<Connection, T> question) {
    return channel
        .eventLoop()
        .submit(() -> question.apply(channel.pipeline().get(Connection.class)))
        .syncUninterruptibly()
        .getNow();
  }

  /// Has the server look after a connection, as it does each second.
  static void tick(Channel channel) {
    channel
        .eventLoop()
        .submit(() -> channel.pipeline().get(Connection.class).tick())
        .syncUninterruptibly();
  }

  @Override
  public void close() {
    modes.held.release(1_000_000);
    web.close();
    workers.close();
    store.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
