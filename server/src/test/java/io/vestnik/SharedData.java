package io.vestnik;

import io.vestnik.bus.Bus;
import io.vestnik.bus.Buses;
import io.vestnik.bus.LocalBus;
import io.vestnik.model.Clock;
import io.vestnik.store.Committed;
import io.vestnik.store.DataFolder;
import io.vestnik.store.Gate;
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

/// One database and one bus for several servers of this process. Each has a store of its own: only
/// the database is shared, which is in PostgreSQL with `-Ddatabase=postgres`, and so is the bus.
public final class SharedData implements AutoCloseable {
  private final Path folder;
  private final Duration turn;
  private final LocalBus bus = new LocalBus();
  private final @Nullable String database = TestPostgres.isWanted() ? TestPostgres.fresh() : null;

  /// @param folder nobody else's; made where there is none
  public SharedData(Path folder) {
    this(folder, Duration.ofMillis(250));
  }

  /// The same with servers that look after each other so often.
  public SharedData(Path folder, Duration turn) {
    this.folder = folder;
    this.turn = turn;
  }

  /// Another end of its bus.
  public Bus end() {
    return bus.end();
  }

  /// Where the database is.
  public Path folder() {
    return folder;
  }

  /// Ends its PostgreSQL database, if it has one.
  @Override
  public void close() {
    if (database != null) {
      TestPostgres.drop(database);
    }
  }

  /// What another server is to be given.
  ///
  /// @param way put around its end of the bus
  public Backend backend(UnaryOperator<Bus> way) {
    return backend(way, null);
  }

  /// The same with a way of its own to the PostgreSQL database, if that is where the data are.
  public Backend backend(UnaryOperator<Bus> way, @Nullable Gate gate) {
    return new Backend() {
      @Override
      public Store store(Clock clock, Committed committed) {
        if (database != null) {
          int port = gate == null ? TestPostgres.port() : gate.port();
          return new PostgresStore(TestPostgres.settings(database, port), clock, committed);
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
                : Buses.overPostgres(TestPostgres.settings(database).url(), dataset, node));
      }

      @Override
      public boolean isShared() {
        return true;
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
