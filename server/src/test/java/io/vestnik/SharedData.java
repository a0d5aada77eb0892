package io.vestnik;

import io.vestnik.bus.Bus;
import io.vestnik.bus.Channel;
import io.vestnik.bus.LocalBus;
import io.vestnik.bus.PostgresBus;
import io.vestnik.model.Clock;
import io.vestnik.store.Committed;
import io.vestnik.store.DataFolder;
import io.vestnik.store.PostgresStore;
import io.vestnik.store.SqliteStore;
import io.vestnik.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One database and one bus for several servers of this process: SQLite and a bus of the process,
/// or a PostgreSQL database and its bus. Each server has a store of its own, with a writer of its
/// own: only the database is shared.
public final class SharedData {
  private final Path folder;
  private final Duration turn;
  private final LocalBus bus = new LocalBus();
  private final @Nullable String database;

  /// @param folder nobody else's; made where there is none
  public SharedData(Path folder) {
    this(folder, Duration.ofMillis(250));
  }

  /// The same with servers that look after each other so often.
  public SharedData(Path folder, Duration turn) {
    this(folder, turn, null);
  }

  private SharedData(Path folder, Duration turn, @Nullable String database) {
    this.folder = folder;
    this.turn = turn;
    this.database = database;
  }

  /// What is wanted: with `-Ddatabase=postgres` a PostgreSQL database and its bus.
  public static SharedData wanted(Path folder) {
    SharedData plain = new SharedData(folder);
    return TestPostgres.isWanted()
        ? new SharedData(folder, plain.turn, TestPostgres.fresh())
        : plain;
  }

  /// Another end of its bus.
  public Bus end() {
    return bus.end();
  }

  /// Where the database is.
  public Path folder() {
    return folder;
  }

  /// What another server is to be given.
  ///
  /// @param way put around its end of the bus
  public Backend backend(UnaryOperator<Bus> way) {
    return new Backend() {
      @Override
      public Store store(Clock clock, Committed committed) {
        if (database != null) {
          return new PostgresStore(TestPostgres.settings(database), clock, committed);
        }
        try {
          Files.createDirectories(folder);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return new SqliteStore(DataFolder.database(folder), clock, committed);
      }

      @Override
      public Bus bus(String dataset, String node) {
        return way.apply(
            database == null
                ? bus.end()
                : new PostgresBus(
                    TestPostgres.settings(database).url(), Channel.of(dataset), node));
      }

      @Override
      public boolean isShared() {
        return database != null;
      }

      @Override
      public Duration turn() {
        return turn;
      }

      @Override
      public void close() {
        // the others have it still
      }
    };
  }
}
