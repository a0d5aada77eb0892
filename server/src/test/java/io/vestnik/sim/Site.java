package io.vestnik.sim;

import io.vestnik.Config;
import io.vestnik.Server;
import io.vestnik.TestServer;
import io.vestnik.account.Secrets;
import io.vestnik.client.transport.Transport;
import io.vestnik.client.transport.WebSocketTransport;
import io.vestnik.model.Clock;
import io.vestnik.model.Email;
import io.vestnik.model.SystemClock;
import io.vestnik.model.TokenHash;
import io.vestnik.model.Username;
import io.vestnik.table.Sessions;
import io.vestnik.table.Users;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A place where a server runs, ends, and runs again with the same data.
public final class Site implements AutoCloseable {
  private static final Duration SHUTDOWN = Duration.ofMillis(500);

  private static final Clock CLOCK = new SystemClock();

  private final Path folder;
  private volatile @Nullable Server server;

  public Site(Path folder) {
    this.folder = folder;
  }

  /// Starts a server, on another port than before.
  public void start() {
    Config of = Config.of(folder);
    Config config =
        new Config(
            of.listen(),
            of.data(),
            of.name(),
            of.registration(),
            of.mail(),
            of.origins(),
            of.proxies(),
            of.maxConnections(),
            SHUTDOWN,
            TestServer.withoutUserLimits());
    server = new Server(config, CLOCK, Secrets.ofSystem());
  }

  /// The way to whatever server runs here when a connection is opened.
  public Transport transport(HttpClient http) {
    return new Transport() {
      @Override
      public CompletableFuture<Link> open(Receiver receiver) {
        int port = port();
        return port == 0
            ? CompletableFuture.failedFuture(new IOException("nobody listens"))
            : WebSocketTransport.to(URI.create("ws://localhost:" + port + "/ws"), http)
                .open(receiver);
      }

      @Override
      public void close() {
        // the HTTP client is everybody's
      }
    };
  }

  boolean isUp() {
    return server != null;
  }

  /// Where it listens; 0 where none runs.
  public int port() {
    Server running = server;
    return running == null ? 0 : running.address().getPort();
  }

  public long addUser(String name) {
    return running()
        .store()
        .write(tx ->
            tx.users()
                .add(
                    new Users.NewUser(
                        new Username(name, name, name),
                        new Email(name + "@example.org", name + "@example.org"),
                        "none",
                        "en",
                        1)));
  }

  /// Signs the user in without a password.
  public void addSession(long userId, String token) {
    running()
        .store()
        .write(tx -> {
          tx.sessions()
              .add(
                  new Sessions.NewSession(
                      "session " + token, TokenHash.of(token), userId, null, null, CLOCK.millis()));
          return true;
        });
  }

  private Server running() {
    Server one = server;
    if (one == null) {
      throw new IllegalStateException("no server runs");
    }
    return one;
  }

  /// Ends the server, if one runs.
  @Override
  public void close() {
    Server one = server;
    server = null;
    if (one != null) {
      one.close();
    }
  }
}
