package io.vestnik.wire;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A WebSocket client that does what it is told, right or wrong, and nothing in the background.
///
/// It reads only when asked, so not asking is being a slow reader. One thread may send while
/// another receives; that is how to send more than the server takes before its answers are read.
/// What a server must not send fails the test with an [AssertionError]; an end of the connection is
/// a [ConnectionEnded]. What the server sent before it is still there to be received.
public final class WireClient implements AutoCloseable {

  private final Socket socket;
  private final Outbound out;
  private final Incoming incoming;
  private final Handshake.Upgrade upgrade;
  private final Duration patience;

  WireClient(
      Socket socket, Inbound in, Outbound out, Handshake.Upgrade upgrade, Duration patience) {
    this.socket = socket;
    this.out = out;
    this.incoming = new Incoming(new FrameReader(in, upgrade.deflated()), out);
    this.upgrade = upgrade;
    this.patience = patience;
  }

  /// Connects to `/ws` of the server on this port of the loopback address.
  public static WireClient connect(int port) {
    return to(port).connect();
  }

  /// The same with more to say about how.
  public static Dial to(int port) {
    return new Dial(port);
  }

  /// The headers of the server's 101, by lower-case name.
  public Map<String, String> upgradeHeaders() {
    return upgrade.headers();
  }

  /// Whether permessage-deflate was agreed on.
  public boolean deflated() {
    return upgrade.deflated();
  }

  public int localPort() {
    return socket.getLocalPort();
  }

  /// Sends a text message in one frame, compressed where that was agreed on.
  public void send(String text) {
    out.frames(List.of(message(text)), text);
  }

  /// Sends all messages, a frame each, in one write to the socket.
  public void sendAll(List<String> texts) {
    String told = texts.size() + " messages: " + texts.stream().limit(5).collect(joining(" "));
    out.frames(texts.stream().map(this::message).toList(), told);
  }

  /// Sends any frame whatever, masked; of `rsv` 4 is RSV1.
  public void sendFrame(int opcode, boolean fin, int rsv, byte[] payload) {
    var frame = new Frame(opcode, fin, rsv, payload);
    out.frames(List.of(frame), frame.toString());
  }

  /// Sends any frame whatever without a mask, which no client may.
  public void sendUnmasked(int opcode, boolean fin, int rsv, byte[] payload) {
    var frame = new Frame(opcode, fin, rsv, payload);
    out.bytes(Frames.unmasked(frame), "unmasked " + frame);
  }

  /// Sends a text message in so many frames, cut anywhere, also within a character.
  public void sendFragmented(String text, int pieces) {
    sendFragmented(text, pieces, () -> {});
  }

  /// The same, and does `between` after each piece but the last, such as to send a ping.
  public void sendFragmented(String text, int pieces, Runnable between) {
    Frame whole = message(text);
    byte[] payload = whole.payload();
    for (int i = 0; i < pieces; i++) {
      int from = (int) ((long) payload.length * i / pieces);
      int to = (int) ((long) payload.length * (i + 1) / pieces);
      boolean last = i == pieces - 1;
      int opcode = i == 0 ? Frames.TEXT : Frames.CONTINUATION;
      int rsv = i == 0 ? whole.rsv() : 0;
      var piece = new Frame(opcode, last, rsv, Arrays.copyOfRange(payload, from, to));
      out.frames(List.of(piece), "piece " + (i + 1) + " of " + pieces + " of " + text);
      if (!last) {
        between.run();
      }
    }
  }

  /// Sends the head of a frame that announces `length` bytes, and none of them.
  public void sendAnnouncement(int opcode, long length) {
    out.bytes(Frames.announcing(opcode, length, 0), "the head of " + length + " bytes");
  }

  /// Sends bytes that need not be a frame at all.
  public void sendRaw(byte[] bytes) {
    out.bytes(bytes, bytes.length + " raw bytes");
  }

  public void ping(byte[] payload) {
    sendFrame(Frames.PING, true, 0, payload);
  }

  /// Says goodbye; [#awaitClose] then gives the server's answer.
  public void close(int code, String reason) {
    byte[] words = Utf8.encode(reason);
    out.closeIsSent();
    var payload = ByteBuffer.allocate(2 + words.length).putShort((short) code).put(words);
    sendFrame(Frames.CLOSE, true, 0, payload.array());
  }

  /// The next text message, reassembled and inflated; fails the test if none comes in time.
  public String receive() {
    return receive(patience);
  }

  public String receive(Duration wait) {
    String text = poll(wait);
    if (text == null) {
      throw late("no message came", wait);
    }
    return text;
  }

  /// The next text message, or null if none has come; a message half there is not lost.
  public @Nullable String poll(Duration wait) {
    return incoming.text(Deadline.in(wait));
  }

  /// The next frame as it is: nothing is inflated, reassembled or answered.
  public Frame receiveFrame() {
    Frame frame = incoming.frame(Deadline.in(patience));
    if (frame == null) {
      throw late("no frame came", patience);
    }
    return frame;
  }

  /// The server's close frame, which must come before any more text; pings are answered.
  public CloseFrame awaitClose() {
    try {
      String text = incoming.text(Deadline.in(patience));
      if (text != null) {
        throw new AssertionError("not a close frame came, but " + text);
      }
    } catch (ConnectionEnded e) {
      return goodbye(e);
    }
    throw late("no close frame came", patience);
  }

  /// The server's close frame, however many text messages come before it.
  public CloseFrame awaitCloseAfterText() {
    return awaitCloseAfterText(patience);
  }

  /// The same, and no later than after that time.
  public CloseFrame awaitCloseAfterText(Duration wait) {
    try {
      passText(Deadline.in(wait));
    } catch (ConnectionEnded e) {
      return goodbye(e);
    }
    throw late("no close frame came", wait);
  }

  /// Waits until the server has ended the TCP connection, with or without a close frame.
  ///
  /// Text before a close frame is passed over; anything after it fails the test.
  public void awaitEnd() {
    var deadline = Deadline.in(patience);
    try {
      passText(deadline);
    } catch (ConnectionEnded e) {
      if (e.close() == null) {
        return;
      }
    }
    try {
      incoming.frame(deadline);
    } catch (ConnectionEnded e) {
      return;
    }
    throw late("the connection did not end", patience);
  }

  /// Ends the sending side alone: the server reads an end, this side can still receive.
  public void endSending() {
    onSocket(socket::shutdownOutput);
  }

  /// Ends the connection as a crash does: with a reset (RST), and no goodbye.
  public void abort() {
    onSocket(() -> {
      socket.setSoLinger(true, 0);
      socket.close();
    });
  }

  /// Ends the TCP connection without a close frame, as most clients do when they are killed.
  @Override
  public void close() {
    onSocket(socket::close);
  }

  private Frame message(String text) {
    byte[] bytes = Utf8.encode(text);
    return deflated()
        ? new Frame(Frames.TEXT, true, Frames.RSV1, Deflate.compress(bytes))
        : new Frame(Frames.TEXT, true, 0, bytes);
  }

  private void passText(Deadline deadline) {
    String text = "";
    while (text != null) {
      text = incoming.text(deadline);
    }
  }

  private static CloseFrame goodbye(ConnectionEnded ended) {
    CloseFrame goodbye = ended.close();
    if (goodbye == null) {
      throw new AssertionError("no close frame came", ended);
    }
    return goodbye;
  }

  private AssertionError late(String what, Duration wait) {
    return new AssertionError(what + " within " + wait + "; last sent: " + out.last());
  }

  private interface SocketAction {
    void run() throws IOException;
  }

  private static void onSocket(SocketAction action) {
    try {
      action.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
