package io.vestnik.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.vestnik.sql.Sql;
import io.vestnik.sql.StorageException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Connections to a PostgreSQL database, so many at most.
final class PostgresPool implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 1_500;
  private static final long IDLE_MILLIS = 60_000;

  // One that hangs is noticed before clients lose their patience.
  private static final int ANSWER_SECONDS = 3;

  private final DatabaseUrl url;
  private final HikariDataSource connections;

  /// @param size the most connections
  PostgresPool(DatabaseUrl url, int size) {
    this.url = url;
    HikariConfig config = new HikariConfig();
    config.setPoolName("database");
    config.setJdbcUrl(url.jdbc());
    config.setDataSourceProperties(PostgresSession.properties(url, "vestnik", ANSWER_SECONDS));
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setIdleTimeout(IDLE_MILLIS);
    config.setConnectionTimeout(PATIENCE_MILLIS);
    config.setValidationTimeout(PATIENCE_MILLIS - 500);
    config.setInitializationFailTimeout(-1);
    config.setConnectionInitSql(PostgresSession.SET_UP);
    connections = new HikariDataSource(config);
  }

  /// A connection, for one thread and until it is closed.
  ///
  /// @throws StorageException where none can be had
  Sql open() {
    try {
      return new Sql(connections.getConnection(), PostgresSession.DIALECT);
    } catch (SQLException e) {
      throw new StorageException(e, PostgresSession.DIALECT);
    }
  }

  /// Which copy of the data this is, or null where the database cannot be written now.
  @Nullable String past() {
    try (Sql sql = open()) {
      return PostgresSession.isPrimary(sql) ? PostgresSession.past(sql) : null;
    } catch (StorageException e) {
      return null;
    }
  }

  /// Uses no connection again that is open now.
  void renew() {
    connections.getHikariPoolMXBean().softEvictConnections();
  }

  @Override
  public String toString() {
    return url.toString();
  }

  @Override
  public void close() {
    connections.close();
  }
}
