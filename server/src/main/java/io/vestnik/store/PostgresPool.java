package io.vestnik.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.vestnik.sql.Sql;
import io.vestnik.sql.StorageException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connections to a PostgreSQL database, so many at most.
final class PostgresPool implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PostgresPool.class);
  private static final long PATIENCE_MILLIS = 1_500;
  private static final long IDLE_MILLIS = 60_000;

  // One that hangs is noticed before clients lose their patience.
  private static final int ANSWER_SECONDS = 3;

  private final DatabaseUrl url;
  private final Map<Thread, Connection> uses = new ConcurrentHashMap<>();
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
      Connection connection = connections.getConnection();
      uses.put(Thread.currentThread(), connection);
      return new Sql(connection, PostgresSession.DIALECT);
    } catch (SQLException e) {
      throw new StorageException(e, PostgresSession.DIALECT);
    }
  }

  /// Which copy of the data this is, or null where the database cannot be written now: then what is
  /// in use since before the question is given up.
  @Nullable String past() {
    Map<Thread, Connection> before = Map.copyOf(uses);
    try (Sql sql = open()) {
      return PostgresSession.isPrimary(sql) ? PostgresSession.past(sql) : null;
    } catch (StorageException e) {
      before.forEach(this::giveUp);
      return null;
    }
  }

  // Who waits for an answer loses patience by itself, but not who writes what nobody takes.
  private void giveUp(Thread user, Connection connection) {
    if (uses.remove(user, connection)) {
      try {
        connection.abort(Thread::startVirtualThread);
      } catch (SQLException e) {
        log.debug("A connection was gone already: {}", e.getMessage());
      }
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
