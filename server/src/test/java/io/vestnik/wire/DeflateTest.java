package io.vestnik.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class DeflateTest {

  private static final String AGREED =
      "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; "
          + "client_no_context_takeover\r\n";

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void inflatesTheExamplesOfTheRfc() {
    assertThat(Deflate.inflate(hex("f248cdc9c90700"))).isEqualTo(utf8("Hello"));
    assertThat(Deflate.inflate(hex("000500faff48656c6c6f00"))).isEqualTo(utf8("Hello"));
    assertThat(Deflate.inflate(hex("f348cdc9c9070000"))).isEqualTo(utf8("Hello"));
    assertThat(Deflate.inflate(hex("f248050000 00ffffcac9c90700".replace(" ", ""))))
        .isEqualTo(utf8("Hello"));
    assertThat(Deflate.inflate(hex("00"))).isEmpty();
  }

  @Test
  void compressesTheExampleOfTheRfc() {
    assertThat(Deflate.compress(utf8("Hello"))).isEqualTo(hex("f248cdc9c90700"));
    assertThat(Deflate.compress(new byte[0])).isEqualTo(hex("00"));
  }

  @Test
  void restoresWhatItCompressed() {
    var random = new SplittableRandom(1);
    for (int length = 0; length < 40_000; length = length * 2 + 1 + random.nextInt(3)) {
      byte[] noise = new byte[length];
      random.nextBytes(noise);
      assertThat(Deflate.inflate(Deflate.compress(noise))).isEqualTo(noise);
      byte[] plain = new byte[length];
      assertThat(Deflate.inflate(Deflate.compress(plain))).isEqualTo(plain);
    }
  }

  @Test
  void failsAtAMessageThatNeedsTheOneBefore() {
    byte[] text = utf8("the same words once more, the same words once more");
    byte[] out = new byte[1000];
    try (var deflater = new Deflater(9, true)) {
      deflater.setInput(text);
      int first = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
      assertThat(Deflate.inflate(Arrays.copyOf(out, first - 4))).isEqualTo(text);
      deflater.setInput(text);
      int second = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
      byte[] leaning = Arrays.copyOf(out, second - 4);
      assertThatThrownBy(() -> Deflate.inflate(leaning)).isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void failsAtOverOneMebibyte() {
    assertThat(Deflate.inflate(Deflate.compress(new byte[1 << 20]))).hasSize(1 << 20);
    byte[] bomb = Deflate.compress(new byte[(1 << 20) + 1]);
    assertThatThrownBy(() -> Deflate.inflate(bomb)).hasMessageContaining("over 1 MiB");
  }

  @Test
  void speaksCompressedOnceAgreed() throws Exception {
    byte[] hello = hex("f248cdc9c90700");
    try (var server =
            TinyServer.upgrading(
                AGREED,
                it -> {
                  assertThat(it.readTold()).startsWith("c1 m ").hasSize(5 + hello.length);
                  assertThat(it.readTold()).startsWith("41 m ");
                  assertThat(it.readTold()).startsWith("80 m ");
                  it.frame(0xc1, hello);
                  it.frame(0x41, Arrays.copyOf(hello, 3));
                  it.frame(0x80, Arrays.copyOfRange(hello, 3, hello.length));
                  it.text("plain");
                  it.frame(0xc1, hello);
                });
        var client = WireClient.to(server.port()).deflate(true).connect()) {
      client.send("Hello");
      client.sendFragmented("Hello", 2);
      assertThat(client.receive()).isEqualTo("Hello");
      assertThat(client.receive()).isEqualTo("Hello");
      assertThat(client.receive()).isEqualTo("plain");
      assertThat(client.receiveFrame().text()).isEqualTo("Hello");
    }
  }

  @Test
  void failsAtRsv1OnAContinuation() throws Exception {
    try (var server =
            TinyServer.upgrading(
                AGREED,
                it -> {
                  it.frame(0x41, new byte[0]);
                  it.frame(0xc0, new byte[0]);
                });
        var client = WireClient.to(server.port()).deflate(true).connect()) {
      assertThatThrownBy(client::receive).hasMessageContaining("reserved bits 4");
    }
  }
}
