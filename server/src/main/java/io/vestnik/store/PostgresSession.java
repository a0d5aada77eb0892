package io.vestnik.store;

import io.vestnik.model.Clock;
import io.vestnik.sql.Dialect;
import io.vestnik.sql.Migrations;
import io.vestnik.sql.PostgresDialect;
import io.vestnik.sql.Sql;
import io.vestnik.sql.StorageException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;

/// How a connection to a PostgreSQL database is set up, and what the database must be like.
final class PostgresSession {
  static final Dialect DIALECT = new PostgresDialect();
  private static final int OLDEST = 15;
  private static final String CONNECT_SECONDS = "2";
  private static final int BESIDE_SECONDS = 10;

  // Who has gone without a word is noticed in five seconds, not in two hours: until then the
  // database keeps the connections, of which there are only so many, and the locks of who was cut
  // off in the middle of a statement, which no other timeout ends.
  private static final String KEPT_ALIVE =
      """
      set tcp_keepalives_idle = 2; set tcp_keepalives_interval = 1; set tcp_keepalives_count = 3;
      set tcp_user_timeout = 5000;
      """;

  // A commit is on disk before it is answered. Every query knows its rows by an index: its plan is
  // not to depend on statistics, which a fresh database lacks, so a look into an index is said to
  // be cheap, and other ways dear. No lock is waited for without end, nor held by one that hangs or
  // is cut off for as long as others wait for it.
  static final String SET_UP =
      """
      set synchronous_commit = on; set lock_timeout = 2500; set jit = off;
      set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off;
      set enable_bitmapscan = off; set random_page_cost = 0.1;
      set idle_in_transaction_session_timeout = 2000;
      """
          + KEPT_ALIVE;

  // An operator's command may look into a file meanwhile.
  private static final String PATIENTLY = "set idle_in_transaction_session_timeout = 5000";

  private static final String OTHERS =
      """
      select count(*) from pg_stat_activity where datname = current_database()
        and application_name = 'vestnik' and pid <> pg_backend_pid()
      """;

  private static final String PAST =
      """
      select system_identifier || '/' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)
      from pg_control_system()
      """;

  private PostgresSession() {}

  /// What the driver is told.
  ///
  /// @param answerSeconds how long a statement may take; 0 for as long as it likes
  static Properties properties(DatabaseUrl url, String name, int answerSeconds) {
    Properties properties = url.credentials();
    properties.setProperty("ApplicationName", name);
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("loginTimeout", CONNECT_SECONDS);
    properties.setProperty("socketTimeout", Integer.toString(answerSeconds));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("prepareThreshold", "2");
    // What the database says of an error would else hold the values, as what somebody wrote.
    properties.setProperty("logServerErrorDetail", "false");
    return properties;
  }

  /// A new connection, which the database does not keep when this end is gone.
  ///
  /// @param answerSeconds how long a statement may take; 0 for as long as it likes
  static Connection connect(DatabaseUrl url, String name, int answerSeconds) throws SQLException {
    Connection connection =
        DriverManager.getConnection(url.jdbc(), properties(url, name, answerSeconds));
    try (Statement statement = connection.createStatement()) {
      statement.execute(KEPT_ALIVE);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /// Looks whether the database is one that may be used, and brings its schema up to date.
  ///
  /// @param toServe whether all data must be there
  /// @throws IllegalStateException with a line for the operator where it may not
  static void prepare(DatabaseUrl url, Clock clock, boolean toServe) {
    // By a connection of its own: changing the schema may take its time.
    try (Connection connection = connect(url, "vestnik-setup", 0);
        Sql sql = new Sql(connection, DIALECT)) {
      int version = connection.getMetaData().getDatabaseMajorVersion();
      require(url, version >= OLDEST, "is PostgreSQL " + version + ": 15 or newer is needed.");
      require(
          url,
          !shown(sql, "fsync").equals("off"),
          "has fsync = off: what it says is stored may be lost. Switch it on.");
      require(
          url,
          shown(sql, "server_encoding").equals("UTF8"),
          "is not in UTF8: make it anew with `encoding 'UTF8' template template0`.");
      require(url, isPrimary(sql), "is a standby: name the primary.");
      Migrations.run(sql, clock);
      if (toServe) {
        Migrations.refuseUnfinished(sql);
      }
    } catch (SQLException | StorageException e) {
      throw new IllegalStateException("Cannot use the database " + url + ": " + e.getMessage(), e);
    }
  }

  private static void require(DatabaseUrl url, boolean right, String otherwise) {
    if (!right) {
      throw new IllegalStateException("The database " + url + " " + otherwise);
    }
  }

  private static String shown(Sql sql, String setting) {
    return Objects.requireNonNull(sql.first("show " + setting, row -> row.getString(1)));
  }

  /// Whether it can be written.
  static boolean isPrimary(Sql sql) {
    Boolean standby = sql.first("select pg_is_in_recovery()", row -> row.getBoolean(1));
    return standby != null && !standby;
  }

  /// Which cluster it is and after how many promotions: a standby that takes over, and a backup
  /// that is restored, begin a timeline of their own. Blank where the provider does not let us see
  /// it.
  static String past(Sql sql) {
    try {
      String past = sql.first(PAST, row -> row.getString(1));
      return past == null ? "" : past;
    } catch (StorageException e) {
      if (e.away()) {
        throw e;
      }
      return "";
    }
  }

  /// A connection beside those of the servers.
  static Sql openBeside(DatabaseUrl url) {
    return open(url, "vestnik-operator", BESIDE_SECONDS);
  }

  private static Sql open(DatabaseUrl url, String name, int answerSeconds) {
    try {
      Sql sql = new Sql(connect(url, name, answerSeconds), DIALECT);
      sql.run(SET_UP);
      sql.run(PATIENTLY);
      return sql;
    } catch (SQLException e) {
      throw new StorageException(e, DIALECT);
    }
  }

  /// The only connection: no server is to have another. Its statements may take their time.
  ///
  /// @throws IllegalStateException with a line for the operator where a server has one
  static Sql openAlone(DatabaseUrl url) {
    Sql sql = open(url, "vestnik", 0);
    long others = sql.number(OTHERS);
    if (others > 0) {
      sql.close();
      throw new IllegalStateException("A server is using the database " + url + ": stop it.");
    }
    return sql;
  }
}
