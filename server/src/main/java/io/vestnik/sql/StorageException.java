package io.vestnik.sql;

import io.vestnik.protocol.Rejection;
import java.sql.SQLException;

/// The database failed.
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean away;
  private final boolean undone;
  private final boolean race;
  private final boolean busy;

  public StorageException(SQLException cause, Dialect dialect) {
    super(cause.getMessage(), cause);
    away = dialect.away(cause);
    undone = dialect.undone(cause);
    race = dialect.race(cause);
    busy = dialect.busy(cause);
  }

  private StorageException(String message) {
    super(message);
    away = false;
    undone = true;
    race = true;
    busy = false;
  }

  /// What was read has been changed by another transaction since.
  static StorageException overtaken(String what) {
    return new StorageException(what);
  }

  /// Whether it is the storage that is away (503), not a statement that is wrong (500).
  public boolean away() {
    return away;
  }

  /// Whether, where it was the commit that failed, nothing was written.
  public boolean undone() {
    return undone;
  }

  /// Whether the same again may go well, for another transaction came in between.
  public boolean race() {
    return race;
  }

  /// What a client is told: 503 where the storage is away or others hold what is wanted, else the
  /// failure itself.
  public static RuntimeException asAnswer(Throwable why) {
    return switch (why) {
      case StorageException failure when failure.away -> Rejection.storageAway();
      case StorageException failure when failure.busy ->
          Rejection.overloaded("Others are changing the same; nothing was done.");
      case RuntimeException failure -> failure;
      case Throwable error -> new IllegalStateException("Failed by an error", error);
    };
  }
}
