package io.vestnik.command;

import io.vestnik.store.DatabaseUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the PostgreSQL database is, for every command that may use one.
public final class DatabaseAddress {
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

  /// The database, or null for SQLite.
  ///
  /// @throws IllegalArgumentException naming the setting that is wrong
  public @Nullable DatabaseUrl url() {
    return url == null ? null : DatabaseUrl.parse(url, password());
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
