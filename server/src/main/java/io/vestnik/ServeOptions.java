package io.vestnik;

import io.vestnik.account.GetServerInfo.Registration;
import io.vestnik.bus.RedisUrl;
import io.vestnik.protocol.Limits;
import io.vestnik.protocol.MailedCodeLimits;
import io.vestnik.protocol.Rate;
import io.vestnik.store.PostgresStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The settings of a server: each once, with its default, unit and meaning. The same names serve as
/// flags, in the environment (VESTNIK_…) and in the configuration file.
final class ServeOptions {
  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:8080",
      description = "Where to listen; port 0 takes any free one. Default: ${DEFAULT-VALUE}.")
  private InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080);

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "./vestnik-data",
      description = "The folder with everything that is kept. Default: ${DEFAULT-VALUE}.")
  private Path data = Path.of("./vestnik-data");

  @Mixin private DatabaseOptions database = new DatabaseOptions();

  @Mixin private BusOptions bus = new BusOptions();

  @Option(
      names = "--name",
      paramLabel = "TEXT",
      defaultValue = "Vestnik",
      description = "The server's name, as getServerInfo tells it. Default: ${DEFAULT-VALUE}.")
  private String name = "Vestnik";

  @Option(
      names = "--registration",
      paramLabel = "open|invite|closed",
      defaultValue = "open",
      description =
          "Who may register; invite: who has one that ./vestnik invite made."
              + " Default: ${DEFAULT-VALUE}.")
  private Registration registration = Registration.OPEN;

  @Option(
      names = "--find-users",
      paramLabel = "on|off",
      defaultValue = "on",
      description =
          "Whether users may look for others by the beginnings of their names."
              + " Default: ${DEFAULT-VALUE}.")
  private String findUsers = "on";

  @Option(
      names = "--origins",
      paramLabel = "ORIGIN",
      split = ",",
      description =
          "Other sites whose pages may connect, as in https://chat.example.org; * for all."
              + " Default: none but the server's own.")
  private Set<String> origins = Set.of();

  @Option(
      names = "--proxies",
      paramLabel = "ADDRESS",
      split = ",",
      description =
          "Addresses of reverse proxies whose X-Forwarded-For and X-Forwarded-Host are believed."
              + " Default: none.")
  private Set<String> proxies = Set.of();

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      defaultValue = "50000",
      description = "How many WebSockets may be open. Default: ${DEFAULT-VALUE}.")
  private int maxConnections = 50_000;

  @Option(
      names = "--shutdown-time",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "How long what is in flight may take when the server is stopped."
              + " Default: ${DEFAULT-VALUE} s.")
  private int shutdownSeconds = 10;

  @ArgGroup(exclusive = false, heading = "%nMail; without --mail-host none is sent:%n")
  private MailOptions mail = new MailOptions();

  @ArgGroup(
      exclusive = false,
      heading = "%nLimits; a rate is BURST+N/UNIT, as in 1000+200/s or 10+2/min:%n")
  private LimitOptions limits = new LimitOptions();

  /// The limits of protocol §2.
  static final class LimitOptions {
    @Option(
        names = "--limits",
        paramLabel = "on|off",
        defaultValue = "on",
        description =
            "Whether a user's own requests are limited; off for a bench."
                + " Default: ${DEFAULT-VALUE}.")
    private String perUser = "on";

    @Option(
        names = "--limit-sends",
        paramLabel = "RATE",
        defaultValue = "1000+200/s",
        description = "Messages, a user. Default: ${DEFAULT-VALUE}.")
    private Rate sends = Limits.DEFAULT.sends();

    @Option(
        names = "--limit-changes",
        paramLabel = "RATE",
        defaultValue = "300+30/s",
        description = "Other changes, a user. Default: ${DEFAULT-VALUE}.")
    private Rate changes = Limits.DEFAULT.changes();

    @Option(
        names = "--limit-reads",
        paramLabel = "RATE",
        defaultValue = "1000+200/s",
        description = "Reads, a user. Default: ${DEFAULT-VALUE}.")
    private Rate reads = Limits.DEFAULT.reads();

    @Option(
        names = "--limit-searches",
        paramLabel = "RATE",
        defaultValue = "30+5/s",
        description = "Searches, a user. Default: ${DEFAULT-VALUE}.")
    private Rate searches = Limits.DEFAULT.searches();

    @Option(
        names = "--limit-new-chats",
        paramLabel = "RATE",
        defaultValue = "100+6/min",
        description = "New groups and chats with others, a user. Default: ${DEFAULT-VALUE}.")
    private Rate newChats = Limits.DEFAULT.newChats();

    @Option(
        names = "--limit-registrations",
        paramLabel = "RATE",
        defaultValue = "100+6/min",
        description = "New accounts, an address. Default: ${DEFAULT-VALUE}.")
    private Rate registrations = Limits.DEFAULT.registrations();

    @Option(
        names = "--limit-codes",
        paramLabel = "N",
        defaultValue = "5",
        description =
            "Codes mailed in 15 minutes, an account and purpose. Default: ${DEFAULT-VALUE}.")
    private int codes = Limits.DEFAULT.mailedCodes().per15Minutes();

    @Option(
        names = "--limit-codes-day",
        paramLabel = "N",
        defaultValue = "20",
        description = "Codes mailed in a day, an account and purpose. Default: ${DEFAULT-VALUE}.")
    private int codesPerDay = Limits.DEFAULT.mailedCodes().perDay();

    @Option(
        names = "--limit-wrong-account-address",
        paramLabel = "RATE",
        defaultValue = "10+2/min",
        description =
            "Wrong passwords and codes, an account and address. Default: ${DEFAULT-VALUE}.")
    private Rate wrongPerAccountAndAddress = Limits.DEFAULT.wrongPerAccountAndAddress();

    @Option(
        names = "--limit-wrong-account",
        paramLabel = "RATE",
        defaultValue = "100+100/h",
        description = "Wrong passwords and codes, an account. Default: ${DEFAULT-VALUE}.")
    private Rate wrongPerAccount = Limits.DEFAULT.wrongPerAccount();

    @Option(
        names = "--limit-wrong-address",
        paramLabel = "RATE",
        defaultValue = "100+1/s",
        description = "Wrong passwords and codes, an address. Default: ${DEFAULT-VALUE}.")
    private Rate wrongPerAddress = Limits.DEFAULT.wrongPerAddress();

    @Option(
        names = "--limit-tokens",
        paramLabel = "N",
        defaultValue = "10",
        description = "Tokens that a user may have. Default: ${DEFAULT-VALUE}.")
    private int tokens = Limits.DEFAULT.tokens();

    @Option(
        names = "--limit-group-members",
        paramLabel = "N",
        defaultValue = "5000",
        description = "Members that a group may have. Default: ${DEFAULT-VALUE}.")
    private int groupMembers = Limits.DEFAULT.groupMembers();

    @Option(
        names = "--limit-password-wait",
        paramLabel = "MS",
        defaultValue = "2000",
        description =
            "How long a password waits for its hash before 503. Default: ${DEFAULT-VALUE} ms.")
    private int passwordWaitMillis = Limits.DEFAULT.passwordWaitMs();

    Limits limits() {
      Limits fixed = Limits.DEFAULT;
      return new Limits(
          fixed.frameBytes(),
          fixed.requestsWaiting(),
          fixed.nesting(),
          fixed.numberDigits(),
          fixed.pageItems(),
          fixed.messageLength(),
          tokens,
          groupMembers,
          perUser.equals("on"),
          sends,
          changes,
          reads,
          searches,
          wrongPerAccountAndAddress,
          wrongPerAccount,
          wrongPerAddress,
          registrations,
          new MailedCodeLimits(codes, codesPerDay),
          newChats,
          passwordWaitMillis);
    }
  }

  /// The settings as a configuration.
  ///
  /// @throws IllegalArgumentException naming the setting that is out of its range
  Config config() {
    require(maxConnections > 0, "--max-connections must be at least 1");
    require(shutdownSeconds >= 0 && shutdownSeconds <= 600, "--shutdown-time must be 0 to 600");
    require(limits.tokens >= 1 && limits.tokens <= 1000, "--limit-tokens must be 1 to 1000");
    require(limits.codes >= 1 && limits.codes <= 100, "--limit-codes must be 1 to 100");
    require(
        limits.codesPerDay >= 1 && limits.codesPerDay <= 100, "--limit-codes-day must be 1 to 100");
    require(
        limits.groupMembers >= 1 && limits.groupMembers <= 50_000,
        "--limit-group-members must be 1 to 50000");
    require(limits.passwordWaitMillis >= 1, "--limit-password-wait must be at least 1");
    require(Set.of("on", "off").contains(findUsers), "--find-users must be on or off");
    require(Set.of("on", "off").contains(limits.perUser), "--limits must be on or off");
    return new Config(
        listen,
        data,
        database(),
        name,
        registration,
        findUsers.equals("on"),
        mail.settings(name),
        origins,
        proxies.stream().map(ServeOptions::literal).collect(Collectors.toUnmodifiableSet()),
        maxConnections,
        Duration.ofSeconds(shutdownSeconds),
        limits.limits());
  }

  private Config.@Nullable Database database() {
    RedisUrl other = bus.url();
    PostgresStore.Settings store = database.settings();
    require(
        other == null || store != null,
        "--bus is of use with --database alone: a server with SQLite has its data to itself");
    return store == null ? null : new Config.Database(store, other);
  }

  // As Java writes addresses, so that ::1 is found too.
  private static String literal(String address) {
    try {
      return InetAddress.ofLiteral(address).getHostAddress();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--proxies takes IP addresses, not " + address, e);
    }
  }

  private static void require(boolean right, String otherwise) {
    if (!right) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
