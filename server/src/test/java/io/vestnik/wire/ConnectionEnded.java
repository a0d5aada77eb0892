package io.vestnik.wire;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// The connection is over: nothing more can be read, or written.
public final class ConnectionEnded extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final transient @Nullable CloseFrame close;

  ConnectionEnded(String message, @Nullable CloseFrame close, @Nullable Throwable cause) {
    super(message, cause);
    this.close = close;
  }

  /// The server's close frame, or null if it went away without one, or none was read yet.
  public @Nullable CloseFrame close() {
    return close;
  }
}
