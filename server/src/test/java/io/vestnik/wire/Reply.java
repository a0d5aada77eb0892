package io.vestnik.wire;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An answer, with the request as it was sent, so that a failure tells both.
public record Reply(String request, Map<String, @Nullable Object> body) implements Fields {

  private static final int TOLD = 8_000;

  public String status() {
    return text("status");
  }

  /// `error.code`, or null where there is no error.
  public @Nullable String code() {
    return has("error") ? text("error.code") : null;
  }

  /// `error.field`, or null where none is named.
  public @Nullable String field() {
    return has("error.field") ? text("error.field") : null;
  }

  /// This reply, if it has that status; else fails the test.
  public Reply expect(String status) {
    check(status().equals(status), status);
    return this;
  }

  public Reply expect(String status, String code) {
    check(status().equals(status) && code.equals(code()), status + " " + code);
    return this;
  }

  public Reply expect(String status, String code, String field) {
    boolean met = status().equals(status) && code.equals(code());
    check(met && Objects.equals(field, field()), status + " " + code + " of " + field);
    return this;
  }

  private void check(boolean met, String expected) {
    if (!met) {
      throw new AssertionError("expected " + expected + ", but:\n" + this);
    }
  }

  @Override
  public String toString() {
    return "→ " + shortened(request) + "\n← " + shortened(Json.write(body));
  }

  private static String shortened(String text) {
    int more = text.length() - TOLD;
    return more <= 0 ? text : text.substring(0, TOLD) + "… (" + more + " more)";
  }
}
