package io.vestnik;

import io.vestnik.account.GetServerInfo.Registration;
import io.vestnik.bus.RedisUrl;
import io.vestnik.mail.MailSettings;
import io.vestnik.protocol.Limits;
import io.vestnik.store.PostgresStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All that a server is told at its start. [ServeOptions] has the settings' names and meanings.
///
/// @param database null for SQLite in the folder
/// @param findUsers whether users may be looked for by the beginnings of their names
/// @param mail null where no mail can be sent
/// @param origins of other sites whose pages may connect
/// @param proxies whose `X-Forwarded-…` headers are believed
/// @param shutdownTime how long what is in flight may take at the end
public record Config(
    InetSocketAddress listen,
    Path data,
    @Nullable Database database,
    String name,
    Registration registration,
    boolean findUsers,
    @Nullable MailSettings mail,
    Set<String> origins,
    Set<String> proxies,
    int maxConnections,
    Duration shutdownTime,
    Limits limits) {

  /// A PostgreSQL database, which other servers may use too.
  ///
  /// @param bus by which they hear of each other; null for the database itself
  public record Database(PostgresStore.Settings store, @Nullable RedisUrl bus) {}

  /// A server with the defaults, on any free port of the loopback interface.
  public static Config of(Path data) {
    return new Config(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        data,
        null,
        "Vestnik",
        Registration.OPEN,
        true,
        null,
        Set.of(),
        Set.of(),
        50_000,
        Duration.ofSeconds(10),
        Limits.DEFAULT);
  }

  /// The same in a PostgreSQL database.
  public Config with(PostgresStore.Settings other) {
    return new Config(
        listen,
        data,
        new Database(other, null),
        name,
        registration,
        findUsers,
        mail,
        origins,
        proxies,
        maxConnections,
        shutdownTime,
        limits);
  }

  /// The same with other limits.
  public Config with(Limits other) {
    return new Config(
        listen,
        data,
        database,
        name,
        registration,
        findUsers,
        mail,
        origins,
        proxies,
        maxConnections,
        shutdownTime,
        other);
  }

  /// The same with mail, and with this registration.
  public Config with(@Nullable MailSettings otherMail, Registration otherRegistration) {
    return new Config(
        listen,
        data,
        database,
        name,
        otherRegistration,
        findUsers,
        otherMail,
        origins,
        proxies,
        maxConnections,
        shutdownTime,
        limits);
  }
}
