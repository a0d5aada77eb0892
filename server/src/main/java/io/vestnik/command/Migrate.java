package io.vestnik.command;

import io.vestnik.model.Clock;
import io.vestnik.model.SystemClock;
import io.vestnik.store.DatabaseUrl;
import io.vestnik.store.Transfer;
import io.vestnik.store.TransferEnd;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `migrate`: all data from SQLite to PostgreSQL, or back.
@Command(
    name = "migrate",
    description = {
      "Copies all data from a data folder to a PostgreSQL database, or back; no server may be using"
          + " either.",
      "Broken off, it goes on where it was when it is run again. What it has copied it compares.",
      "The copy is the same data set: clients go on with it as if nothing had been."
    },
    mixinStandardHelpOptions = true)
public final class Migrate implements Callable<Integer> {
  private static final String URL = "postgres(ql)?://.*";
  private static final String PASSWORD = "VESTNIK_DATABASE_PASSWORD";
  private static final long STEP = 100_000;

  @Option(
      names = "--from",
      paramLabel = "DIR|URL",
      required = true,
      description = "The data folder, or postgresql://user:password@host:5432/name.")
  private String source = "";

  @Option(
      names = "--to",
      paramLabel = "URL|DIR",
      required = true,
      description = "Where to: an empty database, or a data folder without one.")
  private String target = "";

  @Override
  public Integer call() {
    Clock clock = new SystemClock();
    try (TransferEnd from = end(source, true, clock);
        TransferEnd to = end(target, false, clock)) {
      Transfer.Copied copied = Transfer.run(from, to, new Lines());
      System.out.printf(
          "Copied %d users, %d chats and %d log entries, and compared them.%n",
          copied.users(), copied.chats(), copied.entries());
    }
    return 0;
  }

  private static TransferEnd end(String text, boolean mustExist, Clock clock) {
    return text.matches(URL)
        ? TransferEnd.database(DatabaseUrl.parse(text, System.getenv(PASSWORD)), clock)
        : TransferEnd.folder(Path.of(text), mustExist, clock);
  }

  /// A line a table, and more for large ones.
  private static final class Lines implements Transfer.Progress {
    @Override
    public void at(String doing, String table, long rows) {
      if (rows % STEP == 0) {
        System.err.printf("%s %s: %d rows so far%n", doing, table, rows);
      }
    }

    @Override
    public void done(String what, String table, long rows) {
      System.err.printf("%s %s: %d rows%n", what, table, rows);
    }
  }
}
