package io.vestnik.protocol;

import io.vestnik.model.Always;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;

/// What a request gets: its fields with status 200, or a refusal (protocol §2).
public sealed interface Answer {
  /// 200, and the method's fields.
  ///
  /// @param afterwards run once it is sent
  record Done(Record fields, @Nullable Runnable afterwards) implements Answer {
    public Done(Record fields) {
      this(fields, null);
    }
  }

  /// Any other status.
  record Refused(Rejection why) implements Answer {}

  /// Writes the answer's frame: UTF-8 JSON, complete.
  static void write(Envelope request, long timestamp, Answer answer, OutputStream stream) {
    try (JsonWriter out = new JsonWriter(stream)) {
      out.open();
      out.field(Names.MODE, request.mode());
      out.field(Names.TIMESTAMP, timestamp);
      switch (answer) {
        case Done(Record fields, Runnable _) -> {
          out.field(Names.STATUS, "200");
          requestId(request, out);
          out.fieldsOf(fields);
        }
        case Refused(Rejection why) -> {
          out.field(Names.STATUS, why.code().status());
          requestId(request, out);
          out.field(Names.ERROR, Refusal.of(why));
        }
      }
      out.end();
    }
  }

  private static void requestId(Envelope request, JsonWriter out) {
    if (request.requestId() != null) {
      out.field(Names.REQUEST_ID, request.requestId());
    }
  }

  /// A refusal as the body of an HTTP response.
  record Body(Refusal error) {}

  /// The answer's `error`.
  record Refusal(
      String code,
      @Always String message,
      @Nullable String field,
      @Nullable Boolean temporary,
      @Nullable Long retry_after_ms) {
    /// What a refusal says of itself.
    public static Refusal of(Rejection why) {
      return new Refusal(
          why.code().word(),
          why.message(),
          why.field(),
          why.code().temporary() ? true : null,
          why.retryAfterMillis());
    }
  }

  /// The envelope's field names.
  final class Names {
    private static final SerializableString MODE = new SerializedString("mode");
    private static final SerializableString TIMESTAMP = new SerializedString("timestamp");
    private static final SerializableString STATUS = new SerializedString("status");
    private static final SerializableString REQUEST_ID = new SerializedString("request_id");
    private static final SerializableString ERROR = new SerializedString("error");

    private Names() {}
  }
}
