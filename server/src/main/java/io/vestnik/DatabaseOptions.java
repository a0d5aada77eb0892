package io.vestnik;

import io.vestnik.command.DatabaseAddress;
import io.vestnik.store.DatabaseUrl;
import io.vestnik.store.PostgresStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The settings of the database that a server uses.
final class DatabaseOptions {
  @Mixin private DatabaseAddress address = new DatabaseAddress();

  @Option(
      names = "--database-connections",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "How many connections to the PostgreSQL database this server opens at most."
              + " Default: ${DEFAULT-VALUE}.")
  private int connections = 10;

  /// The settings, or null for SQLite.
  ///
  /// @throws IllegalArgumentException naming the setting that is wrong
  PostgresStore.@Nullable Settings settings() {
    if (connections < PostgresStore.MIN_CONNECTIONS || connections > 200) {
      throw new IllegalArgumentException(
          "--database-connections must be " + PostgresStore.MIN_CONNECTIONS + " to 200");
    }
    DatabaseUrl url = address.url();
    return url == null ? null : new PostgresStore.Settings(url, connections);
  }
}
