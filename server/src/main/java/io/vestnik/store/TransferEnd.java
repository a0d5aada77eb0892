package io.vestnik.store;

import io.vestnik.model.Clock;
import io.vestnik.sql.Migrations;
import io.vestnik.sql.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A database that is copied from or to, with its schema up to date and no server using it.
public final class TransferEnd implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Sql sql;
  private final Runnable letGo;

  private TransferEnd(Sql sql, Runnable letGo) {
    this.sql = sql;
    this.letGo = letGo;
  }

  /// The data folder, which must hold a database where it is copied from.
  ///
  /// @throws IllegalStateException with a line for the operator where a server uses it
  public static TransferEnd folder(Path path, boolean mustExist, Clock clock) {
    if (mustExist && !Files.isRegularFile(DataFolder.database(path))) {
      throw new IllegalStateException("There are no data in " + path + ".");
    }
    DataFolder folder = DataFolder.take(path);
    try {
      Sql sql = new SqliteFile(folder.database(), PATIENCE).openForWriting();
      Migrations.run(sql, clock);
      return new TransferEnd(sql, folder::close);
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /// The PostgreSQL database.
  ///
  /// @throws IllegalStateException with a line for the operator where a server uses it
  public static TransferEnd database(DatabaseUrl url, Clock clock) {
    PostgresSession.prepare(url, clock, false);
    return new TransferEnd(PostgresSession.openAlone(url), () -> {});
  }

  Sql sql() {
    return sql;
  }

  @Override
  public void close() {
    sql.close();
    letGo.run();
  }
}
