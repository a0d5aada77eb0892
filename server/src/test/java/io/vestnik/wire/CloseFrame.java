package io.vestnik.wire;

/// How the server said goodbye; the code is 1005 where its close frame was empty.
public record CloseFrame(int code, String reason) {

  static CloseFrame of(byte[] payload) {
    if (payload.length == 0) {
      return new CloseFrame(1005, "");
    }
    if (payload.length == 1) {
      throw new AssertionError("the server sent a close frame of one byte");
    }
    int code = ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
    boolean maySend =
        (code >= 1000 && code <= 1003)
            || (code >= 1007 && code <= 1014)
            || (code >= 3000 && code <= 4999);
    if (!maySend) {
      throw new AssertionError("the server sent close code " + code + ", which nobody may send");
    }
    byte[] reason = new byte[payload.length - 2];
    System.arraycopy(payload, 2, reason, 0, reason.length);
    return new CloseFrame(code, Utf8.decode(reason));
  }
}
