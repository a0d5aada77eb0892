package io.vestnik;

import io.vestnik.account.GetServerInfo;
import io.vestnik.account.Notices;
import io.vestnik.account.OwnPassword;
import io.vestnik.account.Passwords;
import io.vestnik.account.Register;
import io.vestnik.account.Secrets;
import io.vestnik.account.Tokens;
import io.vestnik.account.Usernames;
import io.vestnik.account.WrongPasswords;
import io.vestnik.bus.Bus;
import io.vestnik.bus.Node;
import io.vestnik.chat.ChatViews;
import io.vestnik.chat.Departure;
import io.vestnik.chat.Eraser;
import io.vestnik.chat.Farewell;
import io.vestnik.chat.KeyedHash;
import io.vestnik.code.MailedCodes;
import io.vestnik.code.TwoFactors;
import io.vestnik.export.Exporter;
import io.vestnik.file.FileLinks;
import io.vestnik.file.PhotoMaker;
import io.vestnik.file.StoredFiles;
import io.vestnik.file.StoredPhotos;
import io.vestnik.file.Visitors;
import io.vestnik.live.Continuity;
import io.vestnik.live.EndedElsewhere;
import io.vestnik.live.Feed;
import io.vestnik.live.Hub;
import io.vestnik.mail.MailQueue;
import io.vestnik.mail.Postman;
import io.vestnik.mode.Dispatcher;
import io.vestnik.mode.SignedIn;
import io.vestnik.mode.Throttle;
import io.vestnik.model.Clock;
import io.vestnik.model.Entry;
import io.vestnik.model.Signal;
import io.vestnik.net.Origins;
import io.vestnik.net.WebServer;
import io.vestnik.protocol.Limits;
import io.vestnik.store.Committed;
import io.vestnik.store.Store;
import io.vestnik.table.Dataset;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One server: its parts, put together in the order in which they start, and closed in reverse.
/// Several fit into one process.
public final class Server implements AutoCloseable {
  /// The program's version.
  public static final String VERSION = version();

  private static final Logger log = LoggerFactory.getLogger(Server.class);
  private static final int HASH_KEY_BYTES = 32;
  private static final long WARM_UP_MILLIS = 1_000;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Store store;
  private final Passwords passwords;
  private final ExecutorService workers;
  private final WebServer web;
  private @Nullable Bus bus;
  private @Nullable Feed feed;

  /// Starts a server that serves when this returns.
  ///
  /// @throws IllegalStateException with a line for the operator where it cannot start
  public Server(Config config, Clock clock, Secrets secrets) {
    this(config, clock, secrets, backend(config));
  }

  /// The same with a backend of one's own, which this closes.
  public Server(Config config, Clock clock, Secrets secrets, Backend backend) {
    try {
      started(backend);
      store = started(backend.store(clock, committed()));
      SignedIn signedIn = new SignedIn(store, clock);
      Continuity continuity =
          new Continuity(store, secrets::id, renewed -> outdated(signedIn, renewed));
      Dataset.Facts dataset =
          continuity.begin(
              () -> new Dataset.Facts(secrets.id(), secrets.bytes(HASH_KEY_BYTES)), clock.millis());
      Node node = node(backend, store, dataset.id(), secrets.id());
      Limits limits = config.limits();
      passwords = started(passwords(limits, secrets));
      Throttle throttle = new Throttle(limits, clock);
      Eraser eraser = new Eraser(store);
      Hub hub = started(new Hub(store, clock, ChatViews::one, signedIn::used, node));
      feed = started(new Feed(store, node, hub, signedIn::hear, continuity));
      feed.start(backend.turn());
      PhotoMaker photos = started(new PhotoMaker(halfTheProcessors()));
      FileLinks links = new FileLinks(linkHash(dataset.hashKey()), clock);
      Modes.Parts modes =
          new Modes.Parts(
              store,
              clock,
              secrets::id,
              limits,
              throttle,
              dataset,
              eraser,
              hub,
              photos,
              links,
              started(new Exporter(store, clock, node.id()))::wake,
              accounts(config, clock, secrets, dataset.hashKey(), throttle));
      workers = started(Executors.newVirtualThreadPerTaskExecutor());
      Dispatcher dispatcher =
          new Dispatcher(Modes.table(modes), store, signedIn, throttle, workers);
      if (config.mail() != null) {
        started(new Postman(store, clock, config.mail(), dataset.hashKey()));
      }
      Farewell farewell = new Farewell(store, new Departure(eraser));
      started(new EndedElsewhere(store, farewell::leaveAll));
      web = started(web(config, clock, dispatcher, new Visitors(signedIn, throttle, links)));
      farewell.leaveAll();
      eraser.run();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private static Backend backend(Config config) {
    return config.database() == null
        ? new FolderBackend(config.data())
        : new PostgresBackend(config.database());
  }

  private static Passwords passwords(Limits limits, Secrets secrets) {
    return new Passwords(halfTheProcessors(), Duration.ofMillis(limits.passwordWaitMs()), secrets);
  }

  private static int halfTheProcessors() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  private AccountParts accounts(
      Config config, Clock clock, Secrets secrets, byte[] key, Throttle throttle) {
    Limits limits = config.limits();
    boolean mail = config.mail() != null;
    MailQueue mails = new MailQueue(mail, clock);
    MailedCodes codes = new MailedCodes(key, secrets::bytes, clock, mails, limits.mailedCodes());
    WrongPasswords wrong = new WrongPasswords(limits, clock);
    return new AccountParts(
        passwords,
        new Tokens(secrets, clock, limits.tokens()),
        wrong,
        new Register.Policy(config.registration(), throttle, codes, mail),
        codes,
        new TwoFactors(key, secrets::bytes, clock),
        new Notices(mails, codes),
        new OwnPassword(store, passwords, wrong),
        new GetServerInfo(
            config.name(),
            VERSION,
            limits,
            new GetServerInfo.Features(mail, config.registration(), config.findUsers())));
  }

  // Under a key of its own, which no other hash of the data set has.
  private static FileLinks.Hash linkHash(byte[] key) {
    return new KeyedHash(new KeyedHash(key).of("links to files"))::of;
  }

  private WebServer web(Config config, Clock clock, Dispatcher dispatcher, Visitors visitors) {
    WebServer.Given given =
        new WebServer.Given(
            new StoredPhotos(store, visitors), new StoredFiles(store, clock, visitors));
    Origins origins = new Origins(config.origins(), config.proxies());
    WebServer.Settings settings =
        new WebServer.Settings(
            config.listen(), origins, config.maxConnections(), config.shutdownTime(), VERSION);
    return new WebServer(settings, dispatcher, given, clock, store::ready);
  }

  private <T extends AutoCloseable> T started(T part) {
    parts.push(part);
    return part;
  }

  private Node node(Backend backend, Store before, String dataset, String id) {
    Bus end = startedBelow(before, backend.bus(dataset, id));
    bus = end;
    return startedBelow(before, new Node(id, end, backend.isShared()));
  }

  // What is told of the last commits still goes out: it outlasts the part that is there already.
  private <T extends AutoCloseable> T startedBelow(AutoCloseable above, T part) {
    parts.push(part);
    parts.remove(above);
    parts.push(above);
    return part;
  }

  private Committed committed() {
    return new Committed() {
      @Override
      public void committed(List<Entry> entries, List<Signal> signals) {
        if (feed != null) {
          feed.committed(entries, signals);
        }
      }

      @Override
      public void unsure() {
        if (feed != null) {
          feed.unsure();
        }
      }
    };
  }

  private void outdated(SignedIn signedIn, String dataset) {
    signedIn.forgetAll();
    if (bus != null) {
      bus.join(dataset);
    }
    if (feed != null) {
      feed.outdated();
    }
  }

  private static String version() {
    String version = Server.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }

  /// Loads what the first sign-in would otherwise wait for, but not before those are answered who
  /// have waited for the start. Returns at once.
  void warmUp() {
    Executor later =
        CompletableFuture.delayedExecutor(WARM_UP_MILLIS, TimeUnit.MILLISECONDS, workers);
    later.execute(() -> {
      String key = Usernames.key("vestnik");
      passwords.warmUp();
      log.debug("Warmed up as {}", key);
    });
  }

  /// Where it listens.
  public InetSocketAddress address() {
    return web.address();
  }

  /// How many WebSockets are open.
  public int connections() {
    return web.connections();
  }

  /// Its storage.
  public Store store() {
    return store;
  }

  /// Answers what is in flight, closes the connections with 1001, and lets everything go.
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        log.error("Closing goes on after an error", e);
      }
    }
  }
}
