package io.vestnik.protocol;

import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What every request has around its own fields (protocol §2).
///
/// @param mode as requested; null where there was none to repeat
/// @param requestId a string or an integer, to be repeated
/// @param fields the whole object
public record Envelope(
    @Nullable String mode, @Nullable Object requestId, Map<String, @Nullable Object> fields) {
  private static final int MAX_REQUEST_ID = 64;
  private static final int MAX_MODE = 65_536;

  /// The envelope of a frame that is no object at all.
  public static final Envelope NONE = new Envelope(null, null, Map.of());

  /// Takes from the object what an answer must repeat; judges nothing.
  public static Envelope of(Map<String, @Nullable Object> fields) {
    Object mode = fields.get("mode");
    Object id = fields.get("request_id");
    boolean repeatable =
        id instanceof Long
            || id instanceof BigInteger
            || (id instanceof String text && length(text) <= MAX_REQUEST_ID);
    return new Envelope(
        mode instanceof String text && length(text) <= MAX_MODE ? text : null,
        repeatable ? id : null,
        fields);
  }

  /// What an answer repeats, and nothing else: a request that waits should not keep all it said.
  public Envelope withoutFields() {
    return new Envelope(mode, requestId, Map.of());
  }

  /// The mode's name. Refuses with 422 where there is none, with 413 one that no mode could have.
  public String requireMode() {
    if (mode != null) {
      return mode;
    }
    Object value = fields.get("mode");
    if (value == null) {
      throw Rejection.missing("mode");
    }
    Fields.text("mode", value, 1, MAX_MODE);
    throw Rejection.type("mode", "a string");
  }

  /// The token, or null where there is none: absent, null or no string. One that holds what no
  /// string may is refused by [#check].
  public @Nullable String token() {
    Object token = fields.get("token");
    return token == JsonReader.BadText.HERE ? "" : token instanceof String text ? text : null;
  }

  /// Refuses with 422 or 413 a request without a timestamp or with a request_id of another shape.
  public void check() {
    Object timestamp = fields.get("timestamp");
    if (timestamp == null) {
      throw Rejection.missing("timestamp");
    }
    if (timestamp == JsonReader.BadText.HERE) {
      throw Fields.badText("timestamp");
    }
    if (timestamp instanceof Boolean || timestamp instanceof Iterable || timestamp instanceof Map) {
      throw Rejection.type("timestamp", "a number or a string");
    }
    if (fields.get("token") == JsonReader.BadText.HERE) {
      throw Fields.badText("token");
    }
    Object id = fields.get("request_id");
    if (id != null && requestId == null) {
      if (id instanceof String || id == JsonReader.BadText.HERE) {
        Fields.text("request_id", id, 0, MAX_REQUEST_ID);
      }
      throw Rejection.type("request_id", "a string or an integer");
    }
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
