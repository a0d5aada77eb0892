package io.vestnik.store;

import io.vestnik.model.Clock;
import io.vestnik.sql.Migrations;
import io.vestnik.sql.Sql;
import io.vestnik.sql.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The data of a server for a process beside it, running or not: one short transaction at a time.
/// The server is held up for as long as one takes, and hears nothing of it but by tables.
public final class BesideServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Sql sql;
  private final Clock clock;

  private BesideServer(Sql sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /// Opens the data.
  ///
  /// @throws IllegalStateException with a line for the operator where there are none, or none that
  ///   this program knows
  public static BesideServer open(Path folder, Clock clock) {
    Path database = DataFolder.database(folder);
    if (!Files.isRegularFile(database)) {
      throw new IllegalStateException("There are no data in " + folder + ": start a server first.");
    }
    return open(new SqliteFile(database, PATIENCE).openForWriting(), clock);
  }

  /// Opens the data in a database.
  ///
  /// @throws IllegalStateException as above
  public static BesideServer open(DatabaseUrl url, Clock clock) {
    try {
      return open(PostgresSession.openBeside(url), clock);
    } catch (StorageException e) {
      throw new IllegalStateException("Cannot use the database " + url + ": " + e.getMessage(), e);
    }
  }

  private static BesideServer open(Sql sql, Clock clock) {
    try {
      Migrations.requireCurrent(sql);
      return new BesideServer(sql, clock);
    } catch (RuntimeException e) {
      sql.close();
      throw e;
    }
  }

  /// Does the work in one transaction. Throws what the work throws; nothing of it stays then.
  public <T> T run(Store.Work<T> work) {
    Tx tx = new Tx(sql, clock);
    try {
      sql.run(sql.dialect().beginWriting());
      try {
        T value = work.run(tx);
        sql.run("commit");
        return value;
      } catch (RuntimeException | Error e) {
        sql.run("rollback");
        throw e;
      }
    } catch (StorageException e) {
      throw new IllegalStateException("The data cannot be used now: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    sql.close();
  }
}
