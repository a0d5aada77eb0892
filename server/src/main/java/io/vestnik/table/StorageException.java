package io.vestnik.table;

import io.vestnik.protocol.Rejection;
import java.sql.SQLException;

/// The database failed.
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean away;
  private final boolean full;

  public StorageException(SQLException cause, Dialect dialect) {
    super(cause.getMessage(), cause);
    away = dialect.away(cause);
    full = dialect.full(cause);
  }

  /// Whether there was no room for what was to be written.
  public boolean full() {
    return full;
  }

  /// Whether it is the storage that is away (503), not a statement that is wrong (500).
  public boolean away() {
    return away;
  }

  /// What a client is told: 503 where the storage is away, else the failure itself.
  public static RuntimeException asAnswer(Throwable why) {
    return switch (why) {
      case StorageException failure when failure.away -> Rejection.storageAway();
      case RuntimeException failure -> failure;
      case Throwable error -> new IllegalStateException("Failed by an error", error);
    };
  }
}
