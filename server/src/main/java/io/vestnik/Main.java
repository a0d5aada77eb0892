package io.vestnik;

import com.sun.management.ThreadMXBean;
import io.vestnik.account.Secrets;
import io.vestnik.command.Backup;
import io.vestnik.command.InviteCommand;
import io.vestnik.command.Migrate;
import io.vestnik.command.Restore;
import io.vestnik.command.UserCommand;
import io.vestnik.model.SystemClock;
import io.vestnik.protocol.Rate;
import io.vestnik.store.Store;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The program: reads the arguments and runs a command; `serve` where none is named.
@Command(
    name = "vestnik",
    description = {
      "A messenger server driven by JSON over one WebSocket.",
      "Where no command is named, serve is meant. The load generator is ./vestnik bench."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      Main.Serve.class,
      UserCommand.class,
      InviteCommand.class,
      Backup.class,
      Restore.class,
      Migrate.class,
      CommandLine.HelpCommand.class
    })
public final class Main {
  private static final Set<String> ABOUT = Set.of("-h", "--help", "-V", "--version");

  private Main() {}

  /// Runs the command; exits with 0 when done, 1 where it failed, 2 where it was asked wrongly.
  public static void main(String[] args) {
    try {
      System.exit(commands(Settings.of(args, System.getenv())).execute(withCommand(args)));
    } catch (IllegalArgumentException e) {
      System.err.println("vestnik: " + e.getMessage());
      System.exit(2);
    }
  }

  static CommandLine commands(Settings settings) {
    CommandLine commands = new CommandLine(new Main());
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setDefaultValueProvider(settings);
    commands.setUsageHelpWidth(100);
    for (CommandLine one : commands.getSubcommands().values()) {
      if (one.getCommandName().equals("serve")) {
        settings.refuseUnknown(one.getCommandSpec().options());
      }
      one.registerConverter(InetSocketAddress.class, Settings::address);
      one.registerConverter(Rate.class, Settings::rate);
    }
    commands.setExecutionExceptionHandler((e, command, _) -> {
      command.getErr().println("vestnik: " + e.getMessage());
      return e instanceof IllegalArgumentException ? 2 : 1;
    });
    return commands;
  }

  // `serve` is meant where no command is named.
  private static String[] withCommand(String[] args) {
    boolean named = args.length > 0 && (!args[0].startsWith("-") || ABOUT.contains(args[0]));
    return named ? args : Stream.concat(Stream.of("serve"), Stream.of(args)).toArray(String[]::new);
  }

  /// `--version`.
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"vestnik " + Server.VERSION};
    }
  }

  /// `serve`: one server, until it is told to stop.
  @Command(
      name = "serve",
      description = "Serves until SIGTERM or SIGINT.",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      footer = {
        "",
        "Each setting may also stand in the environment (--limit-sends as VESTNIK_LIMIT_SENDS)",
        "or in the configuration file (limit-sends = 1000+200/s). Flags go before the environment,",
        "the environment before the file."
      })
  static final class Serve implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(Serve.class);

    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "The configuration file. Default: none.")
    @SuppressWarnings("unused") // Settings reads it before all else
    private @Nullable String file;

    @Mixin private ServeOptions options = new ServeOptions();

    @Override
    public Integer call() throws InterruptedException {
      Config config = options.config();
      Server server = start(config);
      CountDownLatch never = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(server)));
      announce(config, server);
      server.warmUp();
      never.await();
      return 0;
    }

    private static Server start(Config config) {
      return new Server(config, new SystemClock(), Secrets.ofSystem());
    }

    /// Starts a server as it would be served, and returns.
    Server start() {
      return start(options.config());
    }

    private static void stop(Server server) {
      log.info("Stopping: answering what is in flight");
      server.close();
      Store.Counts counts = server.store().counts();
      log.info("Stopped: {} messages in {} commits", counts.appended(), counts.commits());
      tellAllocated();
      Runtime.getRuntime().halt(0); // told to stop, and did: that is success
    }

    private static void announce(Config config, Server server) {
      InetSocketAddress at = server.address();
      String host = at.getAddress().getHostAddress();
      String authority = (host.contains(":") ? "[" + host + "]" : host) + ":" + at.getPort();
      if (!at.getAddress().isLoopbackAddress() && config.proxies().isEmpty()) {
        log.warn(
            "Listening on {} without TLS: passwords travel in the clear. Put a TLS proxy in front"
                + " and name it by --proxies.",
            authority);
      }
      if (!config.limits().perUser()) {
        log.warn("The limits of users' requests are off.");
      }
      System.out.printf(
          "Vestnik %s is ready: ws://%s/ (data in %s)%n", Server.VERSION, authority, place(config));
      System.out.flush();
      tellAllocated();
    }

    private static Object place(Config config) {
      Config.Database database = config.database();
      if (database == null) {
        return config.data();
      }
      String place = "database " + database.store().url();
      return database.bus() == null ? place : place + ", bus at " + database.bus();
    }

    // What the bench divides by the messages.
    private static void tellAllocated() {
      if (log.isDebugEnabled()
          && ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads) {
        log.debug("Allocated: {} bytes", threads.getTotalThreadAllocatedBytes());
      }
    }
  }
}
