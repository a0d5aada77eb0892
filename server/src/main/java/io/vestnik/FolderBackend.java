package io.vestnik;

import io.vestnik.bus.Bus;
import io.vestnik.bus.LocalBus;
import io.vestnik.model.Clock;
import io.vestnik.store.Committed;
import io.vestnik.store.DataFolder;
import io.vestnik.store.SqliteStore;
import io.vestnik.store.Store;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A data folder with a SQLite database: for one server, which has it alone.
final class FolderBackend implements Backend {
  private final Path path;
  private @Nullable DataFolder folder;

  FolderBackend(Path path) {
    this.path = path;
  }

  @Override
  public Store store(Clock clock, Committed committed) {
    DataFolder taken = DataFolder.take(path);
    folder = taken;
    return new SqliteStore(taken.database(), clock, committed);
  }

  @Override
  public Bus bus(String dataset, String node) {
    return new LocalBus().end();
  }

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public void close() {
    if (folder != null) {
      folder.close();
    }
  }
}
