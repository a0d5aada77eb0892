package io.vestnik;

import io.vestnik.bus.Bus;
import io.vestnik.bus.LocalBus;
import io.vestnik.model.Clock;
import io.vestnik.store.Committed;
import io.vestnik.store.PostgresStore;
import io.vestnik.store.Store;

/// A PostgreSQL database. Its servers do not hear of each other yet.
final class PostgresBackend implements Backend {
  private final PostgresStore.Settings settings;

  PostgresBackend(PostgresStore.Settings settings) {
    this.settings = settings;
  }

  @Override
  public Store store(Clock clock, Committed committed) {
    return new PostgresStore(settings, clock, committed);
  }

  @Override
  public Bus bus() {
    return new LocalBus().end();
  }

  @Override
  public void close() {
    // the store lets the database go
  }
}
