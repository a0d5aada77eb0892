package io.vestnik.store;

import io.vestnik.TestPostgres;
import io.vestnik.model.Clock;
import org.junit.jupiter.api.Nested;

/// PostgreSQL keeps what every store promises.
class PostgresStoreTest {
  private static Store postgres(String database, Clock clock, Committed committed) {
    return new PostgresStore(TestPostgres.settings(database), clock, committed);
  }

  @Nested
  class Units extends StoreContract {
    private final String database = TestPostgres.fresh();

    @Override
    Store open(Clock clock, Committed committed) {
      return postgres(database, clock, committed);
    }

    @Override
    void drop() {
      TestPostgres.drop(database);
    }

    @Override
    boolean unitsShareCommits() {
      return false;
    }
  }

  @Nested
  class Life extends StoreLifeContract {
    private final String database = TestPostgres.fresh();

    @Override
    Store open(Clock clock, Committed committed) {
      return postgres(database, clock, committed);
    }

    @Override
    void drop() {
      TestPostgres.drop(database);
    }
  }

  @Nested
  class Appends extends AppendContract {
    private final String database = TestPostgres.fresh();

    @Override
    Store open(Clock clock, Committed committed) {
      return postgres(database, clock, committed);
    }

    @Override
    void drop() {
      TestPostgres.drop(database);
    }

    @Override
    boolean unitsShareCommits() {
      return false;
    }
  }
}
