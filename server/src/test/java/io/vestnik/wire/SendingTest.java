package io.vestnik.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SendingTest {

  private static String latin(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private static TinyServer.Script reading(int frames, List<String> told) {
    return server -> {
      for (int i = 0; i < frames; i++) {
        told.add(server.readTold());
      }
    };
  }

  /// What a server reads while `sending` is done to a client of it.
  private static List<String> told(int frames, Consumer<WireClient> sending) throws Exception {
    var told = new ArrayList<String>();
    try (var server = TinyServer.upgrading(reading(frames, told));
        var client = WireClient.connect(server.port())) {
      sending.accept(client);
    }
    return told;
  }

  @Test
  void masksWhatItSends() throws Exception {
    assertThat(told(1, it -> it.send("Привет 👋"))).containsExactly("81 m " + latin("Привет 👋"));
  }

  @Test
  void writesAllThreeFormsOfLength() throws Exception {
    for (int length : new int[] {0, 125, 126, 65_535, 65_536, 200_000}) {
      String text = "x".repeat(length);
      assertThat(told(1, it -> it.send(text))).containsExactly("81 m " + text);
    }
  }

  @Test
  void sendsManyAtOnceInOrder() throws Exception {
    assertThat(told(3, it -> it.sendAll(List.of("a", "b", "c"))))
        .containsExactly("81 m a", "81 m b", "81 m c");
  }

  @Test
  void cutsAMessageWithinACharacterAndSendsControlFramesBetween() throws Exception {
    assertThat(told(3, it -> it.sendFragmented("яя", 2, () -> it.ping(new byte[] {'p'}))))
        .containsExactly(
            "1 m " + latin("яя").substring(0, 2), "89 m p", "80 m " + latin("яя").substring(2));
    assertThat(told(3, it -> it.sendFragmented("я", 3)))
        .containsExactly("1 m ", "0 m Ñ", "80 m \u008f");
  }

  @Test
  void sendsWhatNoClientMay() throws Exception {
    byte[] x = {'x'};
    assertThat(told(1, it -> it.sendUnmasked(Frames.TEXT, true, 0, x))).containsExactly("81 u x");
    assertThat(told(1, it -> it.sendFrame(3, false, 7, x))).containsExactly("73 m x");
    assertThat(told(1, it -> it.sendRaw("\u0081\u0001!".getBytes(ISO_8859_1))))
        .containsExactly("81 u !");
  }

  @Test
  void announcesWithoutSending() throws Exception {
    try (var server =
            TinyServer.upgrading(it ->
                assertThat(it.socket().getInputStream().readNBytes(14))
                    .startsWith(0x82, 0xff, 0, 0, 1, 0, 0, 0, 0, 0));
        var client = WireClient.connect(server.port())) {
      client.sendAnnouncement(Frames.BINARY, 1L << 40);
    }
  }

  @Test
  void refusesToSendWhatIsNoUtf8AsText() throws Exception {
    try (var server = TinyServer.upgrading(it -> {});
        var client = WireClient.connect(server.port())) {
      assertThatThrownBy(() -> client.send("\ud83d")).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void goesAwayLikeACrashOrLikeAnEnd() throws Exception {
    try (var server =
            TinyServer.upgrading(it ->
                assertThatThrownBy(() -> it.socket().getInputStream().read())
                    .isInstanceOf(SocketException.class));
        var client = WireClient.connect(server.port())) {
      client.abort();
    }
    try (var server =
            TinyServer.upgrading(it -> {
              assertThat(it.socket().getInputStream().read()).isEqualTo(-1);
              it.text("still here");
            });
        var client = WireClient.connect(server.port())) {
      client.endSending();
      assertThat(client.receive()).isEqualTo("still here");
    }
  }

  @Test
  void failsWhenTheServerTakesNothingMore() throws Exception {
    var failed = new CountDownLatch(1);
    try (var server = TinyServer.upgrading(it -> failed.await());
        var client = WireClient.to(server.port()).patience(Duration.ofMillis(200)).connect()) {
      assertThatThrownBy(() -> client.sendRaw(new byte[64 << 20]))
          .isInstanceOf(AssertionError.class)
          .hasMessage("the server took nothing more for PT0.2S: 67108864 raw bytes");
      failed.countDown();
    }
  }

  @Test
  void answersAPingOnceTheWriteThatIsStuckIsDone() throws Exception {
    byte[] much = new byte[32 << 20];
    var received = new CountDownLatch(1);
    try (var server =
            TinyServer.upgrading(it -> {
              it.socket().getInputStream().skipNBytes(1);
              it.frame(0x89, new byte[] {'p'});
              it.text("read on");
              received.await();
              it.socket().getInputStream().skipNBytes(much.length - 1);
              assertThat(it.readTold()).isEqualTo("8a m p");
            });
        var client = WireClient.connect(server.port())) {
      Thread writer = Thread.ofVirtual().start(() -> client.sendRaw(much));
      assertThat(client.receive()).isEqualTo("read on");
      received.countDown();
      writer.join();
    }
  }

  @Test
  void tellsOfAnEndThatSendingMetWith() throws Exception {
    try (var server = TinyServer.upgrading(TinyServer::reset);
        var client = WireClient.connect(server.port())) {
      client.send("go");
      client.awaitEnd();
      assertThatThrownBy(() -> client.send("anyone?"))
          .isInstanceOf(ConnectionEnded.class)
          .hasMessageStartingWith("sending failed with ");
    }
  }
}
