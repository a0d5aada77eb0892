package io.vestnik.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/// The bytes that were read and not yet understood; running out of time loses none of them.
final class Inbound {

  /// What an attempt to read more came to.
  enum Fill {
    BYTES,
    TIME_IS_UP,
    END
  }

  private static final int CHUNK = 8192;

  private final Socket socket;
  private final InputStream in;
  private byte[] held = new byte[CHUNK];
  private int from;
  private int to;
  private String ending = "";

  Inbound(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  int available() {
    return to - from;
  }

  /// The unsigned byte at `index`, counted from the first that is held.
  int peek(int index) {
    return held[from + index] & 0xff;
  }

  byte[] take(int count) {
    byte[] taken = Arrays.copyOfRange(held, from, from + count);
    from += count;
    return taken;
  }

  /// How the connection ended, once [#fill] has said that it did.
  String ending() {
    return ending;
  }

  Fill fill(Deadline deadline) {
    makeRoom();
    try {
      socket.setSoTimeout(deadline.socketTimeoutMillis());
      int count = in.read(held, to, Math.min(CHUNK, held.length - to));
      if (count < 0) {
        ending = "the server ended the TCP connection";
        return Fill.END;
      }
      to += count;
      return Fill.BYTES;
    } catch (SocketTimeoutException e) {
      return Fill.TIME_IS_UP;
    } catch (IOException e) {
      ending = "reading failed with \"" + e.getMessage() + "\"";
      return Fill.END;
    }
  }

  private void makeRoom() {
    if (held.length - to >= CHUNK) {
      return;
    }
    int size = Math.max(CHUNK * 2, available() * 2);
    byte[] room = size > held.length ? new byte[size] : held;
    System.arraycopy(held, from, room, 0, available());
    to -= from;
    from = 0;
    held = room;
  }
}
