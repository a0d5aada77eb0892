package io.vestnik.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.vestnik.model.Clock;
import io.vestnik.table.Dialect;
import io.vestnik.table.Migrations;
import io.vestnik.table.PostgresDialect;
import io.vestnik.table.Sql;
import io.vestnik.table.StorageException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;

/// Connections to a PostgreSQL database, and how they are set up.
final class PostgresPool implements AutoCloseable {
  private static final Dialect DIALECT = new PostgresDialect();
  private static final int OLDEST = 15;
  private static final long PATIENCE_MILLIS = 1_500;
  private static final long IDLE_MILLIS = 60_000;

  // A database that hangs is noticed by the first, before clients lose their patience.
  private static final String ANSWER_SECONDS = "3";
  private static final String CONNECT_SECONDS = "2";

  // A commit is on disk before it is answered. Every query knows its rows by an index: its plan is
  // not to depend on statistics, which a fresh database lacks. No lock is waited for without end,
  // nor held by a server that hangs.
  private static final String SESSION =
      """
      set synchronous_commit = on; set lock_timeout = 2000; set jit = off;
      set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off;
      set enable_bitmapscan = off; set idle_in_transaction_session_timeout = 5000
      """;

  private final DatabaseUrl url;
  private final HikariDataSource connections;

  /// @param size the most connections
  PostgresPool(DatabaseUrl url, int size) {
    this.url = url;
    HikariConfig config = new HikariConfig();
    config.setPoolName("database");
    config.setJdbcUrl(url.jdbc());
    config.setDataSourceProperties(properties(ANSWER_SECONDS));
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setIdleTimeout(IDLE_MILLIS);
    config.setConnectionTimeout(PATIENCE_MILLIS);
    config.setValidationTimeout(PATIENCE_MILLIS - 500);
    config.setInitializationFailTimeout(-1);
    config.setConnectionInitSql(SESSION);
    connections = new HikariDataSource(config);
  }

  private Properties properties(String answerSeconds) {
    Properties properties = url.credentials();
    properties.setProperty("ApplicationName", "vestnik");
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("loginTimeout", CONNECT_SECONDS);
    properties.setProperty("socketTimeout", answerSeconds);
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("prepareThreshold", "2");
    return properties;
  }

  /// Looks whether the database is one that may be used, and brings its schema up to date.
  ///
  /// @throws IllegalStateException with a line for the operator where it may not
  void prepare(Clock clock) {
    // By a connection of its own: changing the schema may take its time.
    try (Connection connection = DriverManager.getConnection(url.jdbc(), properties("0"));
        Sql sql = new Sql(connection, DIALECT)) {
      int version = connection.getMetaData().getDatabaseMajorVersion();
      require(version >= OLDEST, "is PostgreSQL " + version + ": 15 or newer is needed.");
      require(
          !shown(sql, "fsync").equals("off"),
          "has fsync = off: what it says is stored may be lost. Switch it on.");
      require(
          shown(sql, "server_encoding").equals("UTF8"),
          "is not in UTF8: make it anew with `encoding 'UTF8' template template0`.");
      require(isPrimary(sql), "is a standby: name the primary.");
      Migrations.run(sql, clock);
    } catch (SQLException | StorageException e) {
      throw new IllegalStateException("Cannot use the database " + url + ": " + e.getMessage(), e);
    }
  }

  private void require(boolean right, String otherwise) {
    if (!right) {
      throw new IllegalStateException("The database " + url + " " + otherwise);
    }
  }

  private static String shown(Sql sql, String setting) {
    return Objects.requireNonNull(sql.first("show " + setting, row -> row.getString(1)));
  }

  private static boolean isPrimary(Sql sql) {
    Boolean standby = sql.first("select pg_is_in_recovery()", row -> row.getBoolean(1));
    return standby != null && !standby;
  }

  /// A connection, for one thread and until it is closed.
  ///
  /// @throws StorageException where none can be had
  Sql open() {
    try {
      return new Sql(connections.getConnection(), DIALECT);
    } catch (SQLException e) {
      throw new StorageException(e, DIALECT);
    }
  }

  /// Whether the database can be written now.
  boolean answers() {
    try (Sql sql = open()) {
      return isPrimary(sql);
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
