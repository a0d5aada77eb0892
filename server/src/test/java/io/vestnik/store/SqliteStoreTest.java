package io.vestnik.store;

import io.vestnik.model.Clock;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/// SQLite keeps what every store promises.
class SqliteStoreTest {
  @TempDir private Path folder;

  private Store sqlite(Clock clock, Committed committed) {
    return new SqliteStore(folder.resolve("test.db"), clock, committed);
  }

  @Nested
  class Units extends StoreContract {
    @Override
    Store open(Clock clock, Committed committed) {
      return sqlite(clock, committed);
    }
  }

  @Nested
  class Life extends StoreLifeContract {
    @Override
    Store open(Clock clock, Committed committed) {
      return sqlite(clock, committed);
    }
  }

  @Nested
  class Appends extends AppendContract {
    @Override
    Store open(Clock clock, Committed committed) {
      return sqlite(clock, committed);
    }
  }
}
