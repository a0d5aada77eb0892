package io.vestnik.wire;

import java.io.Serial;
import java.util.Map;

/// The server answered the upgrade with something else than 101.
public final class UpgradeRefused extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, String> headers;
  private final String body;

  UpgradeRefused(int status, Map<String, String> headers, String body) {
    super("the upgrade was answered with " + status + ": " + body);
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  public int status() {
    return status;
  }

  /// By lower-case name; values of a repeated header are joined with a comma.
  public Map<String, String> headers() {
    return headers;
  }

  public String body() {
    return body;
  }
}
