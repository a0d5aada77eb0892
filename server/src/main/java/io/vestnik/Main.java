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
import java.util.List;
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
  private static final String SERVE = "serve";
  private static final Set<String> ABOUT = Set.of("-h", "--help", "-V", "--version");

  private Main() {}

  /// Runs the command; exits with 0 when done, 1 where it failed, 2 where it was asked wrongly.
  public static void main(String[] args) {
    try {
      Asked asked = Asked.of(Settings.of(args, System.getenv()), args);
      System.exit(asked.command.execute(asked.arguments.toArray(String[]::new)));
    } catch (IllegalArgumentException e) {
      System.err.println("vestnik: " + e.getMessage());
      System.exit(2);
    }
  }

  /// What the program was asked: the command that takes these arguments.
  record Asked(CommandLine command, List<String> arguments) {
    /// What these words ask. `serve` comes without the other commands around it: a start waits for
    /// what is made here.
    static Asked of(Settings settings, String... args) {
      List<String> words = withCommand(List.of(args));
      return words.getFirst().equals(SERVE)
          ? new Asked(
              configured(new CommandLine(new Serve()), settings).setCommandName("vestnik serve"),
              words.subList(1, words.size()))
          : new Asked(commands(settings), words);
    }
  }

  /// All commands.
  static CommandLine commands(Settings settings) {
    return configured(new CommandLine(new Main()), settings);
  }

  private static CommandLine configured(CommandLine top, Settings settings) {
    top.setCaseInsensitiveEnumValuesAllowed(true);
    top.setDefaultValueProvider(settings);
    top.setUsageHelpWidth(100);
    Stream.concat(Stream.of(top), top.getSubcommands().values().stream())
        .forEach(one -> {
          if (one.getCommand() instanceof Serve) {
            settings.refuseUnknown(one.getCommandSpec().options());
          }
          one.registerConverter(InetSocketAddress.class, Settings::address);
          one.registerConverter(Rate.class, Settings::rate);
        });
    top.setExecutionExceptionHandler((e, command, _) -> {
      command.getErr().println("vestnik: " + e.getMessage());
      return e instanceof IllegalArgumentException ? 2 : 1;
    });
    return top;
  }

  // `serve` is meant where no command is named.
  private static List<String> withCommand(List<String> args) {
    boolean named =
        !args.isEmpty() && (!args.getFirst().startsWith("-") || ABOUT.contains(args.getFirst()));
    return named ? args : Stream.concat(Stream.of(SERVE), args.stream()).toList();
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
      name = SERVE,
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
