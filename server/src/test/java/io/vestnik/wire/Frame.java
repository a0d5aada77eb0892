package io.vestnik.wire;

/// One WebSocket frame, its payload unmasked and as it came (not inflated).
///
/// A class, because a record with an array would compare the array by identity.
public final class Frame {

  private final int opcode;
  private final boolean fin;
  private final int rsv;
  private final byte[] payload;

  /// `rsv` holds the three reserved bits; 4 is RSV1, which marks a compressed message.
  public Frame(int opcode, boolean fin, int rsv, byte[] payload) {
    this.opcode = opcode;
    this.fin = fin;
    this.rsv = rsv;
    this.payload = payload;
  }

  /// One of the opcodes in [Frames].
  public int opcode() {
    return opcode;
  }

  public boolean fin() {
    return fin;
  }

  public int rsv() {
    return rsv;
  }

  public byte[] payload() {
    return payload.clone();
  }

  public int length() {
    return payload.length;
  }

  /// The payload as text, inflated if RSV1 is set; of a whole message only, not of a fragment.
  public String text() {
    return Utf8.decode(rsv == Frames.RSV1 ? Deflate.inflate(payload) : payload);
  }

  @Override
  public String toString() {
    return "frame of opcode %d, fin %s, rsv %d, %d bytes".formatted(opcode, fin, rsv, length());
  }
}
