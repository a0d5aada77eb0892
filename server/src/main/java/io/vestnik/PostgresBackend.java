package io.vestnik;

import io.vestnik.bus.Bus;
import io.vestnik.bus.Buses;
import io.vestnik.model.Clock;
import io.vestnik.store.Committed;
import io.vestnik.store.PostgresStore;
import io.vestnik.store.Store;

/// A PostgreSQL database, whose servers hear of each other by it, or by a Redis.
final class PostgresBackend implements Backend {
  private final Config.Database database;

  PostgresBackend(Config.Database database) {
    this.database = database;
  }

  @Override
  public Store store(Clock clock, Committed committed) {
    return new PostgresStore(database.store(), clock, committed);
  }

  @Override
  public Bus bus(String dataset, String node) {
    return database.bus() == null
        ? Buses.overPostgres(database.store().url(), dataset, node)
        : Buses.overRedis(database.bus(), dataset, node);
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public void close() {
    // the store lets the database go
  }
}
