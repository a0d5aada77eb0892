package io.vestnik.client.wire;

/// A frame, or a line of a file, says something that no server of this protocol says.
public final class UnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnreadableException(String message) {
    super(message);
  }

  public UnreadableException(String message, Throwable cause) {
    super(message, cause);
  }
}
