package io.vestnik.net;

import static io.vestnik.net.Ask.MEBIBYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vestnik.wire.Frame;
import io.vestnik.wire.Frames;
import io.vestnik.wire.WireClient;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// permessage-deflate without context takeover (protocol §1 "compression", RFC 7692). The client
/// inflates every message by itself, and fails at one that needs another.
class CompressionTest {
  private static final int TAIL = 4;
  private static final int GIBIBYTE = 1 << 30;

  private static OwnServer server;
  private WireClient client;

  @BeforeAll
  static void start() {
    server = new OwnServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void connect() {
    client = WireClient.to(server.port()).deflate(true).connect();
  }

  @AfterEach
  void leave() {
    client.close();
  }

  private void isServed() {
    client.send(OddModes.ask("at-once", 1, 1));
    assertThat(Ask.status(client.receive())).isEqualTo("200");
  }

  private void isClosedWith(int code) {
    assertThat(client.awaitClose().code()).isEqualTo(code);
    client.awaitEnd();
  }

  private void sendCompressed(byte[] payload) {
    client.sendFrame(Frames.TEXT, true, Frames.RSV1, payload);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] deflated(byte[] message, int level) {
    try (Deflater deflater = new Deflater(level, true)) {
      deflater.setInput(message);
      byte[] all = new byte[message.length + message.length / 100 + 1_024];
      int length = deflater.deflate(all, 0, all.length, Deflater.SYNC_FLUSH);
      return Arrays.copyOf(all, length - TAIL);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; client_max_window_bits=8",
        "permessage-deflate; client_max_window_bits=\"15\"",
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
        "Permessage-Deflate ;client_no_context_takeover",
        "x-webkit-deflate-frame, permessage-deflate",
        "permessage-deflate; server_max_window_bits=10, permessage-deflate",
        "permessage-deflate; nonsense, permessage-deflate; client_max_window_bits",
      })
  void anOfferThatCanBeKeptIsTaken(String offer) {
    try (WireClient other = WireClient.to(server.port()).extensions(offer).connect()) {
      assertThat(other.upgradeHeaders())
          .containsEntry(
              "sec-websocket-extensions",
              "permessage-deflate; server_no_context_takeover; client_no_context_takeover");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-webkit-deflate-frame",
        "permessage-deflate-frame",
        "permessage-deflate; server_max_window_bits=10",
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate; nonsense",
        "permessage-deflate; client_max_window_bits=7",
        "permessage-deflate; client_max_window_bits=16",
        "permessage-deflate; client_max_window_bits=x",
        "permessage-deflate; client_no_context_takeover=1",
        "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
      })
  void anOfferThatCannotBeKeptIsDeclined(String offer) {
    try (WireClient other = WireClient.to(server.port()).extensions(offer).connect()) {
      assertThat(other.deflated()).isFalse();
      other.send(OddModes.ask("at-once", 1, 1));
      assertThat(Ask.status(other.receive())).isEqualTo("200");
    }
  }

  @Test
  void smallAnswersGoUncompressed() {
    client.send(OddModes.ask("page", 1, 100));
    Frame frame = client.receiveFrame();
    assertThat(frame.rsv()).isZero();
    assertThat(Ask.status(frame.text())).isEqualTo("200");
  }

  @Test
  void bigAnswersGoCompressed() {
    client.send(OddModes.ask("page", 1, 100_000));
    Frame frame = client.receiveFrame();
    assertThat(frame.rsv()).isEqualTo(Frames.RSV1);
    assertThat(frame.length()).isLessThan(2_000);
    assertThat(frame.text()).hasSizeGreaterThan(100_000);
  }

  @Test
  void nothingIsCompressedForOneWhoDidNotAsk() {
    try (WireClient other = server.connect()) {
      other.send(OddModes.ask("page", 1, 100_000));
      assertThat(other.receiveFrame().rsv()).isZero();
    }
  }

  /// Also around the sizes where a deflater's buffer is just full.
  @Test
  void answersOfAllSizesComeThrough() {
    for (int size = 1_000; size < 70_000; size += 997) {
      client.send(OddModes.ask("page", size, size));
      String answer = client.receive();
      assertThat(Ask.number(answer)).isEqualTo(size);
      assertThat(answer).contains("\"" + "x".repeat(size) + "\"");
    }
  }

  @Test
  void eachMessageStandsAlone() {
    for (int i = 0; i < 20; i++) {
      client.send(OddModes.ask("page", i, 5_000));
      assertThat(Ask.number(client.receive())).isEqualTo(i);
    }
  }

  @Test
  void compressedFragmentsAreJoinedWithPingsBetweenThem() {
    client.sendFragmented(OddModes.ask("at-once", 5, 1), 6, () -> client.ping(new byte[] {1}));
    assertThat(Ask.number(client.receive())).isEqualTo(5);
    isServed();
  }

  @Test
  void uncompressedMessagesAreTakenToo() {
    client.sendFrame(Frames.TEXT, true, 0, bytes(OddModes.ask("at-once", 6, 1)));
    assertThat(Ask.number(client.receive())).isEqualTo(6);
    isServed();
  }

  @Test
  void anEmptyCompressedMessageIsMalformedAndNoMore() {
    client.send("");
    assertThat(Ask.status(client.receive())).isEqualTo("400");
    isServed();
  }

  @Test
  void aMebibyteInflatedIsTaken() {
    client.send(paddedToOneMebibyte());
    assertThat(Ask.status(client.receive())).isEqualTo("200");
  }

  /// A client may well compress nothing: then the frame is a little longer than the message.
  @Test
  void aMebibyteInStoredBlocksIsTaken() {
    byte[] stored = deflated(bytes(paddedToOneMebibyte()), Deflater.NO_COMPRESSION);
    assertThat(stored.length).isGreaterThan(MEBIBYTE);
    sendCompressed(stored);
    assertThat(Ask.status(client.receive())).isEqualTo("200");
  }

  private static String paddedToOneMebibyte() {
    String frame = Ask.text("at-once", "n", 1, "size", 1, "padding", "");
    String padding = "x".repeat(MEBIBYTE - frame.length());
    return Ask.text("at-once", "n", 1, "size", 1, "padding", padding);
  }

  @Test
  void oneByteOverAMebibyteInflatedIsClosed() {
    client.send(" " + paddedToOneMebibyte());
    isClosedWith(1009);
  }

  @Test
  void oneByteOverAMebibyteUncompressedIsClosed() {
    client.sendFrame(Frames.TEXT, true, 0, bytes(" " + paddedToOneMebibyte()));
    isClosedWith(1009);
  }

  @Test
  void fragmentsThatInflateToTooMuchAreClosed() {
    client.sendFragmented(" " + paddedToOneMebibyte(), 3);
    isClosedWith(1009);
  }

  /// A gibibyte of zeros in about a mebibyte: blocks that each stand alone, repeated.
  private static byte[] bomb() {
    int piece = GIBIBYTE / 64;
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
      deflater.setInput(new byte[piece]);
      byte[] compressed = new byte[piece];
      int length = deflater.deflate(compressed, 0, piece, Deflater.FULL_FLUSH);
      for (int i = 0; i < 64; i++) {
        bomb.write(compressed, 0, length);
      }
    }
    return bomb.toByteArray();
  }

  @Test
  void aBombIsClosed() {
    byte[] bomb = bomb();
    assertThat(bomb.length).isLessThan(MEBIBYTE + 16_384);
    sendCompressed(Arrays.copyOf(bomb, MEBIBYTE - 1));
    isClosedWith(1009);
  }

  @Test
  void aBombIsNotInflatedBeyondTheLimit() {
    byte[] bomb = bomb();
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatExceptionOfType(Deflate.TooBigException.class)
        .isThrownBy(() -> Deflate.inflate(bomb, MEBIBYTE));
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16 * MEBIBYTE);
  }

  @Test
  void whatIsNoDeflatedDataIsClosed() {
    sendCompressed(new byte[] {(byte) 0xff, 1, 2, 3, 4, 5, 6, 7});
    isClosedWith(1007);
  }

  @Test
  void garbageBehindAFinalBlockIsClosed() {
    byte[] message = finished(OddModes.ask("at-once", 1, 1));
    byte[] more = Arrays.copyOf(message, message.length + 3);
    Arrays.fill(more, message.length, more.length, (byte) 0xff);
    sendCompressed(more);
    isClosedWith(1007);
  }

  @Test
  void aFinalBlockIsReadAndWhatFollowsItToo() {
    sendCompressed(finished(OddModes.ask("at-once", 1, 1)));
    assertThat(Ask.status(client.receive())).isEqualTo("200");
    byte[] open = finished(OddModes.ask("at-once", 1, 1) + " ");
    byte[] both = Arrays.copyOf(open, open.length + 1);
    sendCompressed(both); // an empty block behind it, as RFC 7692 §7.2.3.4 shows
    assertThat(Ask.status(client.receive())).isEqualTo("200");
  }

  private static byte[] finished(String text) {
    try (Deflater deflater = new Deflater(Deflater.BEST_SPEED, true)) {
      deflater.setInput(bytes(text));
      deflater.finish();
      byte[] out = new byte[1024];
      return Arrays.copyOf(out, deflater.deflate(out));
    }
  }

  @Test
  void deflatedTextThatIsNotUtf8IsClosed() {
    sendCompressed(deflated(new byte[] {'{', (byte) 0xc3, '}'}, Deflater.BEST_SPEED));
    isClosedWith(1007);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 6, 7})
  void aReservedBitThatNobodyAgreedOnIsClosed(int rsv) {
    client.sendFrame(Frames.TEXT, true, rsv, bytes(OddModes.ask("at-once", 1, 1)));
    isClosedWith(1002);
  }

  @Test
  void aFragmentThatIsNotTheFirstMayNotSayThatItIsCompressed() {
    byte[] message = deflated(bytes(OddModes.ask("at-once", 1, 1)), Deflater.BEST_SPEED);
    client.sendFrame(Frames.TEXT, false, Frames.RSV1, message);
    client.sendFrame(Frames.CONTINUATION, true, Frames.RSV1, new byte[0]);
    isClosedWith(1002);
  }

  @ParameterizedTest
  @ValueSource(ints = {Frames.PING, Frames.PONG, Frames.CLOSE})
  void aControlFrameMayNotSayThatItIsCompressed(int opcode) {
    client.sendFrame(opcode, true, Frames.RSV1, new byte[0]);
    isClosedWith(1002);
  }
}
