package io.vestnik.client;

import io.vestnik.protocol.ErrorCode;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A request was not answered with 200: the server refused it, or no answer came.
///
/// [#status] is the server's, or 0 where the client itself gave up; then [#code] is one of the
/// constants here.
public final class VestnikException extends RuntimeException {
  /// The connection was lost before the answer came: it may have been done, or not.
  public static final String CONNECTION_LOST = "connectionLost";

  /// No answer came in time: it may have been done, or not.
  public static final String TIMEOUT = "timeout";

  /// No connection could be made in time; nothing was done.
  public static final String UNREACHABLE = "unreachable";

  /// Too many requests wait in this client; nothing was done.
  public static final String QUEUE_FULL = "queueFull";

  /// The frame would be over 1 MiB; nothing was done.
  public static final String FRAME_TOO_BIG = "frameTooBig";

  /// The client was closed; nothing more is done.
  public static final String CLOSED = "closed";

  /// The server said something that no server of this protocol says.
  public static final String UNREADABLE = "unreadable";

  /// The server's data set is another one now, and the chat that was meant is not in it.
  public static final String RESET = "reset";

  /// The state that the client was given is another user's.
  public static final String OTHER_USER = "otherUser";

  /// The client's state could not be read or written.
  public static final String STATE = "state";

  /// The waiting thread was interrupted: it may be done, or not.
  public static final String INTERRUPTED = "interrupted";

  /// A fault of this client.
  public static final String FAULT = "fault";

  private static final long serialVersionUID = 1;
  private static final Set<String> MAY_BE_DONE =
      Set.of(CONNECTION_LOST, TIMEOUT, INTERRUPTED, ErrorCode.OUTCOME_UNKNOWN.word());

  private final int status;
  private final String code;
  private final @Nullable String field;
  private final boolean temporary;
  private final @Nullable Duration retryAfter;

  private VestnikException(int status, String message, Refusal refusal, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
    this.code = refusal.code;
    this.field = refusal.field;
    this.temporary = refusal.temporary;
    this.retryAfter = refusal.retryAfter;
  }

  private record Refusal(
      String code, @Nullable String field, boolean temporary, @Nullable Duration retryAfter) {}

  /// A refusal by the server.
  ///
  /// @param error the answer's `error`
  static VestnikException refused(String status, Map<?, ?> error) {
    String code = error.get("code") instanceof String word ? word : "status" + status;
    String field = error.get("field") instanceof String name ? name : null;
    boolean temporary = Boolean.TRUE.equals(error.get("temporary"));
    Duration retryAfter =
        error.get("retry_after_ms") instanceof Long millis ? Duration.ofMillis(millis) : null;
    int number = status.matches("\\d{3}") ? Integer.parseInt(status) : 500;
    return new VestnikException(
        number,
        status + " " + code + ": " + error.get("message"),
        new Refusal(code, field, temporary, retryAfter),
        null);
  }

  /// The client itself gives up.
  static VestnikException local(String code, String message) {
    return local(code, message, null);
  }

  static VestnikException local(String code, String message, @Nullable Throwable cause) {
    return new VestnikException(
        0, code + ": " + message, new Refusal(code, null, false, null), cause);
  }

  /// The same, thrown where it is caught: its stack is the caller's, its cause this.
  VestnikException here() {
    return new VestnikException(
        status,
        String.valueOf(getMessage()),
        new Refusal(code, field, temporary, retryAfter),
        this);
  }

  /// The answer's status; 0 where none came.
  public int status() {
    return status;
  }

  /// The word to program against: the protocol's `error.code`, or one of the constants here.
  public String code() {
    return code;
  }

  /// Whether it is that code.
  public boolean is(ErrorCode one) {
    return one.word().equals(code);
  }

  /// The offending field, as in `members[3].contact_value`.
  public @Nullable String field() {
    return field;
  }

  /// Whether the same request may succeed later.
  public boolean temporary() {
    return temporary;
  }

  /// When it may, where the server knows.
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  boolean isLost() {
    return code.equals(CONNECTION_LOST);
  }

  /// Whether only signing in anew helps.
  boolean isSignedOut() {
    return is(ErrorCode.TOKEN_INVALID) || is(ErrorCode.TOKEN_MISSING);
  }

  /// Whether it may have been done all the same.
  public boolean mayBeDone() {
    return status == 500 || MAY_BE_DONE.contains(code);
  }
}
