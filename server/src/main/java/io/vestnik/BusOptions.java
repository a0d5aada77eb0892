package io.vestnik;

import io.vestnik.bus.RedisUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The settings of the bus between several servers.
final class BusOptions {
  private static final String PASSWORD = "VESTNIK_BUS_PASSWORD";

  @Option(
      names = "--bus",
      paramLabel = "URL",
      description =
          "A Redis or Valkey by which the servers on one --database hear of each other, as in"
              + " redis://user:password@host:6379, rediss://host by TLS or"
              + " redis-sentinel://host,host#name; of a Cluster any nodes."
              + " Default: the database itself.")
  private @Nullable String url;

  @Option(
      names = "--bus-password-file",
      paramLabel = "FILE",
      description = "The file with the password of the bus, where its URL has none. Default: none.")
  private @Nullable Path passwordFile;

  /// Where the bus is, or null for the database.
  ///
  /// @throws IllegalArgumentException naming the setting that is wrong
  @Nullable RedisUrl url() {
    return url == null ? null : RedisUrl.parse(url, password());
  }

  private @Nullable String password() {
    if (passwordFile == null) {
      return System.getenv(PASSWORD);
    }
    try {
      return Files.readString(passwordFile, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException("--bus-password-file cannot be read: " + passwordFile, e);
    }
  }
}
