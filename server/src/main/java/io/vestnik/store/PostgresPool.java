package io.vestnik.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.vestnik.sql.Sql;
import io.vestnik.sql.StorageException;
import java.sql.SQLException;

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

  /// Whether the database can be written now.
  boolean answers() {
    try (Sql sql = open()) {
      return PostgresSession.isPrimary(sql);
    } catch (StorageException e) {
      return false;
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
