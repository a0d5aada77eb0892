package io.vestnik.sim;

import io.vestnik.Config;
import io.vestnik.FaultyBus;
import io.vestnik.Server;
import io.vestnik.SharedData;
import io.vestnik.TestPostgres;
import io.vestnik.TestServer;
import io.vestnik.account.ByOperator;
import io.vestnik.client.transport.Transport;
import io.vestnik.client.transport.WebSocketTransport;
import io.vestnik.model.Email;
import io.vestnik.model.TokenHash;
import io.vestnik.model.Username;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Gate;
import io.vestnik.store.Store;
import io.vestnik.table.Sessions;
import io.vestnik.table.Users;
import io.vestnik.table.account.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A place where a server runs, ends, and runs again with the same data, which others may share.
public final class Site implements AutoCloseable {
  private static final Duration SHUTDOWN = Duration.ofMillis(500);

  private final SharedData data;
  private final SplittableRandom random;
  private final JumpingClock clock = new JumpingClock();
  private final List<Thread> dying = new ArrayList<>();
  private final @Nullable Gate gate;
  private boolean databaseAway;
  private long busFaults;
  private int busFaultsOneIn;
  private volatile @Nullable Life life;

  /// Alone with its data.
  public Site(Path folder) {
    this(new SharedData(folder), new SplittableRandom(0));
  }

  Site(SharedData data, SplittableRandom random) {
    this.data = data;
    this.random = random;
    gate = TestPostgres.isWanted() ? gate() : null;
  }

  private static Gate gate() {
    try {
      return new Gate(TestPostgres.port());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The server that runs here loses its database, if that can be.
  ///
  /// @param silently nothing comes through, but nobody says so
  boolean loseDatabase(boolean silently) {
    if (gate == null) {
      return false;
    }
    databaseAway = true;
    if (silently) {
      gate.hang();
    } else {
      gate.shut();
    }
    return true;
  }

  /// The database can be reached again.
  void findDatabase() {
    databaseAway = false;
    if (gate != null) {
      gate.open();
    }
  }

  /// A server runs here, and has its database.
  boolean isWell() {
    return isUp() && !databaseAway;
  }

  /// Of what comes by the bus from now on one in so many is lost, one late, one doubled.
  void disturbBus(int oneInSoMany) {
    busFaultsOneIn = oneInSoMany;
    Life one = life;
    if (one != null) {
      one.bus().faulty(oneInSoMany);
    }
  }

  /// Starts a server, on another port than before.
  public void start() {
    findDatabase();
    Config of = Config.of(data.folder());
    Config config =
        new Config(
            of.listen(),
            of.data(),
            of.database(),
            of.name(),
            of.registration(),
            of.findUsers(),
            of.mail(),
            of.origins(),
            of.proxies(),
            of.maxConnections(),
            SHUTDOWN,
            TestServer.withoutUserLimits());
    FaultyBus bus = new FaultyBus(data.end(), random.split()).faulty(busFaultsOneIn);
    life = new Life(config, clock, data.backend(_ -> bus, gate), bus);
  }

  /// Its clock jumps forward.
  void jump(Duration by) {
    clock.jump(by);
  }

  @Nullable Life life() {
    return life;
  }

  /// How often something went wrong on the bus.
  long busFaults() {
    Life one = life;
    return busFaults + (one == null ? 0 : one.bus().faults());
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
    return life != null;
  }

  /// Where it listens; 0 where none runs.
  public int port() {
    Life one = life;
    return one == null ? 0 : one.server().address().getPort();
  }

  public long addUser(String name) {
    return addUser(name, "none");
  }

  long addUser(String name, String passwordHash) {
    return write(tx ->
        tx.users()
            .add(
                new Users.NewUser(
                    new Username(name, name, name),
                    new Email(name + "@example.org", name + "@example.org"),
                    passwordHash,
                    "en",
                    1)));
  }

  /// Signs the user in without a password.
  public void addSession(long userId, String token) {
    addSession(userId, token, null);
  }

  /// The same on that device.
  ///
  /// @return whether the account is there
  boolean addSession(long userId, String token, @Nullable String device) {
    return write(tx -> {
      Account account = tx.accounts().accounts().locked(userId);
      boolean there = account != null && account.deletedTime() == null;
      if (there) {
        tx.sessions()
            .add(
                new Sessions.NewSession(
                    "session " + token, TokenHash.of(token), userId, device, null, clock.millis()));
      }
      return there;
    });
  }

  /// Deletes the account as the operator does, beside the servers.
  void delete(long userId) {
    ByOperator operator = new ByOperator(clock);
    write(tx -> {
      Account account = tx.accounts().accounts().locked(userId);
      if (account != null && account.deletedTime() == null) {
        operator.delete(tx, account);
      }
      return true;
    });
  }

  /// Whether the account is deleted, as far as that can be read now.
  boolean isDeleted(long userId) {
    try {
      Account account = running().store().read(tx -> tx.accounts().accounts().byId(userId));
      return account != null && account.deletedTime() != null;
    } catch (Rejection e) {
      return false;
    }
  }

  /// The number of each chat's last entry; null where it cannot be had.
  @Nullable Map<Long, Long> place() {
    Life one = life;
    if (one == null || !isWell()) {
      return null;
    }
    try {
      return one.server().store().read(Book::place);
    } catch (Rejection e) {
      return null;
    }
  }

  // Where the database was away a moment ago the server may not know yet that it is back.
  private <T> T write(Store.Work<T> work) {
    AtomicReference<T> written = new AtomicReference<>();
    Awaitility.await()
        .ignoreException(Rejection.class)
        .until(() -> {
          written.set(running().store().write(work));
          return true;
        });
    return written.get();
  }

  private Server running() {
    Life one = life;
    if (one == null) {
      throw new IllegalStateException("no server runs");
    }
    return one.server();
  }

  /// Ends the server without closing it, if one runs.
  void kill() {
    Life one = life;
    if (one != null) {
      busFaults = busFaults();
      life = null;
      dying.add(one.kill());
    }
  }

  /// Ends the server, if one runs.
  @Override
  public void close() {
    Life one = life;
    if (one != null) {
      busFaults = busFaults();
      life = null;
      one.end();
    }
    try {
      for (Thread thread : dying) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    dying.clear();
  }
}
