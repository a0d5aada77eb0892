package io.vestnik.store;

import io.vestnik.sql.Dialect;
import io.vestnik.sql.Sql;
import io.vestnik.sql.SqliteDialect;
import io.vestnik.sql.StorageException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/// A SQLite database file, and how connections to it are set up.
final class SqliteFile {
  private static final Dialect DIALECT = new SqliteDialect();

  // The checkpointer empties the log file; what it may keep between times is bounded.
  private static final List<String> WRITER =
      List.of(
          "pragma journal_mode = wal",
          "pragma synchronous = full",
          "pragma wal_autocheckpoint = 0",
          "pragma journal_size_limit = 67108864",
          "pragma secure_delete = on",
          "pragma cache_size = -32768");
  private static final List<String> READER =
      List.of("pragma query_only = on", "pragma cache_size = -8192");

  private final Path path;
  private final Duration patience;

  /// @param patience how long a connection waits for a lock that another process has
  SqliteFile(Path path, Duration patience) {
    this.path = path;
    this.patience = patience;
  }

  Sql openForWriting() {
    return open(WRITER);
  }

  Sql openForReading() {
    return open(READER);
  }

  /// For what only copies: a database of another process, or one that is nobody's.
  Sql openForCopying() {
    return open(List.of());
  }

  private Sql open(List<String> pragmas) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(Math.toIntExact(patience.toMillis()));
    // A connection is used by one thread at a time: SQLite need not lock it for each column.
    config.setOpenMode(SQLiteOpenMode.NOMUTEX);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + path);
    try {
      Connection connection = source.getConnection();
      Sql sql = new Sql(connection, DIALECT);
      pragmas.forEach(sql::run);
      return sql;
    } catch (SQLException | StorageException e) {
      throw unusable(e);
    }
  }

  /// What the operator is told where it cannot be used.
  IllegalStateException unusable(Exception e) {
    return new IllegalStateException("Cannot open the database " + path + ": " + e.getMessage(), e);
  }
}
