package io.vestnik;

import io.vestnik.store.DatabaseUrl;
import io.vestnik.store.PostgresStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The settings of the database, of every command that uses one.
final class DatabaseOptions {
  private static final String PASSWORD = "VESTNIK_DATABASE_PASSWORD";

  @Option(
      names = "--database",
      paramLabel = "URL",
      description =
          "A PostgreSQL database, as in"
              + " postgresql://user:password@host:5432/vestnik?sslmode=require; the driver's own"
              + " parameters follow the question mark."
              + " Default: SQLite in the data folder.")
  private @Nullable String url;

  @Option(
      names = "--database-password-file",
      paramLabel = "FILE",
      description =
          "The file with the database's password, where the URL has none." + " Default: none.")
  private @Nullable Path passwordFile;

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
    return url == null
        ? null
        : new PostgresStore.Settings(DatabaseUrl.parse(url, password()), connections);
  }

  private @Nullable String password() {
    if (passwordFile == null) {
      return System.getenv(PASSWORD);
    }
    try {
      return Files.readString(passwordFile, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException("--database-password-file cannot be read: " + e, e);
    }
  }
}
