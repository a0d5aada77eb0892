package io.vestnik;

import io.vestnik.bus.Bus;
import io.vestnik.bus.Channel;
import io.vestnik.bus.PostgresBus;
import io.vestnik.model.Clock;
import io.vestnik.store.Committed;
import io.vestnik.store.PostgresStore;
import io.vestnik.store.Store;

/// A PostgreSQL database, whose servers hear of each other by it.
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
  public Bus bus(String dataset, String node) {
    return new PostgresBus(settings.url(), Channel.of(dataset), node);
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
