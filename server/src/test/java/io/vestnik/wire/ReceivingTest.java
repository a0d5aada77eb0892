package io.vestnik.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ReceivingTest {

  private static final byte[] NOTHING = {};

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private interface Check {
    void of(WireClient client) throws Exception;
  }

  private static void when(TinyServer.Script script, Check check) throws Exception {
    try (var server = TinyServer.upgrading(script);
        var client = WireClient.to(server.port()).patience(Duration.ofSeconds(2)).connect()) {
      check.of(client);
    }
  }

  private static void fails(TinyServer.Script script, String why) throws Exception {
    when(
        script,
        client ->
            assertThatThrownBy(client::receive)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(why));
  }

  @Test
  void readsEveryLengthUpToTheLimit() throws Exception {
    for (int length : new int[] {0, 125, 126, 65_535, 65_536, 1 << 20}) {
      String text = "x".repeat(length);
      when(it -> it.text(text), client -> assertThat(client.receive()).isEqualTo(text));
    }
    fails(it -> it.write(bytes(0x81, 127, 0, 0, 0, 0, 0, 0x10, 0, 1)), "over 1 MiB");
  }

  @Test
  void putsFragmentsTogetherAndAnswersPingsBetween() throws Exception {
    byte[] text = "яя".getBytes(UTF_8);
    when(
        it -> {
          it.frame(0x01, new byte[] {text[0]});
          it.frame(0x89, "hey".getBytes(UTF_8));
          it.frame(0x00, new byte[] {text[1], text[2]});
          it.frame(0x80, new byte[] {text[3]});
          assertThat(it.readTold()).isEqualTo("8a m hey");
        },
        client -> assertThat(client.receive()).isEqualTo("яя"));
  }

  @Test
  void losesNothingWhenTheTimeIsUpInTheMiddle() throws Exception {
    var goOn = new CountDownLatch(1);
    when(
        it -> {
          it.write(bytes(0x81, 4, 'h', 'a'));
          goOn.await();
          it.write(bytes('l', 'f', 0x81, 1, '!'));
        },
        client -> {
          assertThat(client.poll(Duration.ofMillis(50))).isNull();
          goOn.countDown();
          assertThat(client.receive()).isEqualTo("half");
          assertThat(client.receive(Duration.ofSeconds(5))).isEqualTo("!");
        });
  }

  @Test
  void tellsWhatWasSentLastWhenNothingComes() throws Exception {
    when(
        it -> {
          it.readTold();
          it.readUntilEnd();
        },
        client -> {
          client.send("anyone?");
          assertThatThrownBy(() -> client.receive(Duration.ofMillis(50)))
              .isInstanceOf(AssertionError.class)
              .hasMessage("no message came within PT0.05S; last sent: anyone?");
        });
  }

  @Test
  void givesFramesAsTheyAre() throws Exception {
    when(
        it -> {
          it.frame(0x89, bytes('p'));
          it.frame(0x01, bytes('a'));
        },
        client -> {
          Frame ping = client.receiveFrame();
          assertThat(ping.opcode()).isEqualTo(Frames.PING);
          assertThat(ping.payload()).containsExactly('p');
          Frame part = client.receiveFrame();
          assertThat(part.toString()).isEqualTo("frame of opcode 1, fin false, rsv 0, 1 bytes");
        });
  }

  @Test
  void givesTheCloseFrameAndAnswersIt() throws Exception {
    when(
        it -> {
          it.frame(0x88, bytes(0x11, 0x31, 'b', 'y', 'e'));
          assertThat(it.readTold()).isEqualTo("88 m \u00111");
        },
        client -> {
          assertThat(client.awaitClose()).isEqualTo(new CloseFrame(4401, "bye"));
          client.awaitEnd();
          assertThat(client.awaitClose().code()).isEqualTo(4401);
        });
  }

  @Test
  void saysGoodbyeFirst() throws Exception {
    when(
        it -> {
          assertThat(it.readTold()).isEqualTo("88 m \u0003\u00e8done");
          it.text("one more");
          it.frame(0x88, bytes(3, 0xe8));
          assertThat(it.socket().getInputStream().read()).isEqualTo(-1);
        },
        client -> {
          client.close(1000, "done");
          assertThat(client.awaitCloseAfterText()).isEqualTo(new CloseFrame(1000, ""));
        });
  }

  @Test
  void tellsTheCloseInPlaceOfAMessage() throws Exception {
    when(
        it -> it.frame(0x88, NOTHING),
        client ->
            assertThatThrownBy(client::receive)
                .isInstanceOfSatisfying(
                    ConnectionEnded.class,
                    e -> assertThat(e.close()).isEqualTo(new CloseFrame(1005, "")))
                .hasMessageContaining("code=1005"));
  }

  @Test
  void tellsAnEndWithoutACloseFrame() throws Exception {
    when(
        it -> it.write(bytes(0x81)),
        client ->
            assertThatThrownBy(client::receive)
                .isInstanceOfSatisfying(ConnectionEnded.class, e -> assertThat(e.close()).isNull())
                .hasMessageContaining("in the middle of a frame; last sent: the upgrade of /ws"));
    when(
        TinyServer::reset,
        client -> {
          client.send("go");
          assertThatThrownBy(client::awaitClose)
              .isInstanceOf(AssertionError.class)
              .hasMessage("no close frame came")
              .hasStackTraceContaining("Connection reset");
        });
  }

  @Test
  void failsAtTextBeforeTheCloseFrameUnlessItIsToBePassedOver() throws Exception {
    TinyServer.Script script =
        it -> {
          it.text("late");
          it.frame(0x88, bytes(3, 0xe9));
        };
    when(
        script,
        client ->
            assertThatThrownBy(client::awaitClose)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("late"));
    when(script, client -> assertThat(client.awaitCloseAfterText().code()).isEqualTo(1001));
  }

  @Test
  void failsAtAnythingAfterTheCloseFrame() throws Exception {
    when(
        it -> {
          it.frame(0x88, bytes(3, 0xe9));
          it.text("one more thing");
        },
        client -> assertThatThrownBy(client::awaitEnd).hasMessageContaining("after its close"));
  }

  @Test
  void failsAtWhatNoServerMaySend() throws Exception {
    fails(it -> it.write(bytes(0x81, 0x81, 0, 0, 0, 0, 'x')), "a masked frame");
    fails(it -> it.frame(0x82, NOTHING), "binary");
    fails(it -> it.frame(0x83, NOTHING), "opcode 3");
    fails(it -> it.frame(0x8b, NOTHING), "opcode 11");
    fails(it -> it.frame(0xc1, NOTHING), "reserved bits 4");
    fails(it -> it.frame(0xa1, NOTHING), "reserved bits 2");
    fails(it -> it.frame(0x09, NOTHING), "control frame in fragments");
    fails(it -> it.frame(0x89, new byte[126]), "over 125");
    fails(it -> it.write(bytes(0x81, 126, 0, 1, 'x')), "shortest form");
    fails(it -> it.write(bytes(0x81, 127, 0, 0, 0, 0, 0, 0, 1, 0)), "shortest form");
    fails(it -> it.frame(0x80, NOTHING), "never began");
    fails(
        it -> {
          it.frame(0x01, NOTHING);
          it.text("x");
        },
        "within another");
    fails(
        it -> {
          it.frame(0x01, new byte[1 << 19]);
          it.frame(0x80, new byte[(1 << 19) + 1]);
        },
        "a message of over 1 MiB");
    fails(it -> it.frame(0x81, bytes(0xc3)), "not UTF-8");
    fails(it -> it.frame(0x81, bytes(0xed, 0xa0, 0x80)), "not UTF-8");
    fails(it -> it.frame(0x88, bytes(3)), "one byte");
    fails(it -> it.frame(0x88, bytes(3, 0xed)), "1005");
    fails(it -> it.frame(0x88, bytes(0x11, 0x31, 0xff)), "not UTF-8");
  }
}
