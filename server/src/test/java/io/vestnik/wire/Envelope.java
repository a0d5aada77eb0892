package io.vestnik.wire;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What protocol §2 says of every answer, checked at every answer.
final class Envelope {

  private static final Set<String> OF_A_REFUSAL =
      Set.of("mode", "timestamp", "status", "request_id", "error");

  private Envelope() {}

  /// Checks `reply`; `request` is null where it was no object, or one not to be trusted.
  static void check(Reply reply, @Nullable Map<String, @Nullable Object> request) {
    require(reply, reply.has("mode"), "mode is missing");
    require(reply, reply.body().get("timestamp") instanceof Long, "timestamp is no integer");
    boolean status = reply.body().get("status") instanceof String text && text.matches("\\d{3}");
    require(reply, status, "status is no string of three digits");
    if (reply.status().equals("200")) {
      require(reply, !reply.has("error"), "there is an error though all is well");
    } else {
      checkRefusal(reply);
    }
    if (request != null) {
      checkEcho(reply, request);
    }
  }

  private static void checkRefusal(Reply reply) {
    boolean bare = OF_A_REFUSAL.containsAll(reply.body().keySet());
    require(reply, bare, "a refusal has the method's fields");
    boolean told =
        reply.has("error.code")
            && reply.has("error.message")
            && !reply.text("error.code").isEmpty();
    require(reply, told && !reply.text("error.message").isBlank(), "a refusal does not say why");
    if (reply.has("error.temporary")) {
      boolean may = Set.of("429", "503").contains(reply.status()) && reply.truth("error.temporary");
      require(reply, may, "temporary is for 429 and 503 alone, and true");
    }
    if (reply.status().equals("429")) {
      boolean later =
          reply.has("error.retry_after_ms") && reply.number("error.retry_after_ms") >= 0;
      require(reply, later, "429 without retry_after_ms");
    }
  }

  private static void checkEcho(Reply reply, Map<String, @Nullable Object> request) {
    boolean malformed = "malformed".equals(reply.code());
    Object mode = malformed ? null : request.get("mode");
    Object expected = mode instanceof String ? mode : null;
    require(reply, Objects.equals(expected, reply.get("mode")), "mode is not the request's");
    Object id = request.get("request_id");
    if (reply.has("request_id")) {
      require(reply, same(id, reply.get("request_id")), "request_id is not the request's");
    } else {
      boolean owed = id != null && reply.status().equals("200");
      require(reply, !owed, "request_id is missing");
    }
  }

  private static boolean same(@Nullable Object sent, @Nullable Object echoed) {
    return sent != null && Json.write(sent).equals(Json.write(echoed));
  }

  private static void require(Reply reply, boolean right, String wrong) {
    if (!right) {
      throw new AssertionError(wrong + ":\n" + reply);
    }
  }
}
