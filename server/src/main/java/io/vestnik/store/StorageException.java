package io.vestnik.store;

import io.vestnik.protocol.Rejection;
import java.sql.SQLException;

/// The database failed.
final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean away;

  StorageException(SQLException cause, boolean away) {
    super(cause.getMessage(), cause);
    this.away = away;
  }

  /// Whether it is the storage that is away (503), not a statement that is wrong (500).
  boolean away() {
    return away;
  }

  /// What a client is told: 503 where the storage is away, else the failure itself.
  static RuntimeException asAnswer(Throwable why) {
    return switch (why) {
      case StorageException failure when failure.away -> Rejection.storageAway();
      case RuntimeException failure -> failure;
      case Throwable error -> new IllegalStateException("Failed by an error", error);
    };
  }
}
