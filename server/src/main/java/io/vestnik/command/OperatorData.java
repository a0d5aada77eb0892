package io.vestnik.command;

import io.vestnik.model.Clock;
import io.vestnik.model.SystemClock;
import io.vestnik.store.BesideServer;
import io.vestnik.store.DatabaseUrl;
import io.vestnik.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The data that a command of the operator works on, while its server runs or not.
final class OperatorData {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "./vestnik-data",
      description = "The data folder. Default: ${DEFAULT-VALUE}.")
  private Path data = Path.of("./vestnik-data");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The server's configuration file, which may name the folder. Default: none.")
  @SuppressWarnings("unused") // Settings reads it before all else
  private @Nullable String file;

  @Mixin private DatabaseAddress database = new DatabaseAddress();

  private final Clock clock = new SystemClock();

  Clock clock() {
    return clock;
  }

  /// Does the work in one transaction.
  <T> T run(Store.Work<T> work) {
    DatabaseUrl url = database.url();
    try (BesideServer beside =
        url == null ? BesideServer.open(data, clock) : BesideServer.open(url, clock)) {
      return beside.run(work);
    }
  }

  /// A time for people.
  static String shown(@Nullable Long millis) {
    return millis == null ? "-" : Instant.ofEpochMilli(millis / 1000 * 1000).toString();
  }
}
