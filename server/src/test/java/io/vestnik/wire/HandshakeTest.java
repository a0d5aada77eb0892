package io.vestnik.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {

  private static final String AGREED =
      "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; "
          + "client_no_context_takeover\r\n";

  @Test
  void computesTheAcceptOfTheRfc() {
    assertThat(Handshake.accept("dGhlIHNhbXBsZSBub25jZQ=="))
        .isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }

  @Test
  void asksAsARightClientDoes() throws Exception {
    try (var server = TinyServer.upgrading(it -> {});
        var client = WireClient.connect(server.port())) {
      assertThat(server.request()).startsWith("GET /ws HTTP/1.1\r\n");
      assertThat(server.header("Host")).isEqualTo("127.0.0.1:" + server.port());
      assertThat(server.header("Sec-WebSocket-Version")).isEqualTo("13");
      assertThat(server.header("Sec-WebSocket-Extensions")).isEmpty();
      assertThat(client.upgradeHeaders()).containsEntry("upgrade", "websocket");
      assertThat(client.deflated()).isFalse();
    }
  }

  @Test
  void asksAsItIsTold() throws Exception {
    try (var server = TinyServer.upgrading(AGREED, it -> {});
        var client =
            WireClient.to(server.port())
                .path("/?a=1")
                .header("Origin", "https://elsewhere.example")
                .header("host", "vestnik.example")
                .without("sec-websocket-version")
                .deflate(true)
                .receiveBuffer(4096)
                .localAddress("127.0.0.2")
                .connect()) {
      assertThat(server.request())
          .startsWith("GET /?a=1 HTTP/1.1\r\n")
          .contains("host: vestnik.example\r\n")
          .doesNotContain("Host: ", "Sec-WebSocket-Version");
      assertThat(server.header("Origin")).isEqualTo("https://elsewhere.example");
      assertThat(server.header("Sec-WebSocket-Extensions")).contains("permessage-deflate");
      assertThat(server.socket().getInetAddress().getHostAddress()).isEqualTo("127.0.0.2");
      assertThat(server.socket().getPort()).isEqualTo(client.localPort());
      assertThat(client.deflated()).isTrue();
    }
  }

  @Test
  void tellsHowItWasRefused() throws Exception {
    String answer =
        "HTTP/1.1 403 Forbidden\r\nContent-Length: 9\r\nX-A: 1\r\nx-a: 2\r\n\r\n--origins";
    try (var server = TinyServer.raw(it -> it.write(answer))) {
      UpgradeRefused refused =
          catchThrowableOfType(UpgradeRefused.class, () -> WireClient.connect(server.port()));
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.headers()).containsEntry("x-a", "1, 2");
      assertThat(refused.body()).isEqualTo("--origins");
    }
  }

  @Test
  void readsABodyWithoutALengthToItsEnd() throws Exception {
    try (var server = TinyServer.raw(it -> it.write("HTTP/1.1 426 Upgrade\r\n\r\nuse ws"))) {
      assertThatThrownBy(() -> WireClient.connect(server.port()))
          .isInstanceOf(UpgradeRefused.class)
          .hasMessage("the upgrade was answered with 426: use ws");
    }
  }

  @Test
  void failsAtAWrongAccept() throws Exception {
    String answer =
        """
        HTTP/1.1 101 Ok\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
        \r
        """;
    try (var server = TinyServer.raw(it -> it.write(answer))) {
      assertThatThrownBy(() -> WireClient.connect(server.port()))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("wrong Sec-WebSocket-Accept");
    }
  }

  @Test
  void failsAtASilentServer() throws Exception {
    try (var server = TinyServer.raw(it -> it.socket().getInputStream().read())) {
      var dial = WireClient.to(server.port()).patience(Duration.ofMillis(50));
      assertThatThrownBy(dial::connect)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("in time");
    }
  }

  @Test
  void tellsOfAnEndInstead() throws Exception {
    try (var server = TinyServer.raw(it -> {})) {
      assertThatThrownBy(() -> WireClient.connect(server.port()))
          .isInstanceOf(ConnectionEnded.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "permessage-deflate; server_no_context_takeover",
        "permessage-deflate; client_no_context_takeover",
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover; x",
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
            + "client_max_window_bits=9",
        "x-webkit-deflate-frame"
      })
  void failsAtExtensionsThatAreNotThePromisedOnes(String extensions) throws Exception {
    String header = "Sec-WebSocket-Extensions: " + extensions + "\r\n";
    try (var server = TinyServer.upgrading(header, it -> {})) {
      assertThatThrownBy(() -> WireClient.to(server.port()).deflate(true).connect())
          .isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void failsAtExtensionsNobodyOfferedAndAtNoneThoughOffered() throws Exception {
    try (var server = TinyServer.upgrading(AGREED, it -> {})) {
      assertThatThrownBy(() -> WireClient.connect(server.port()))
          .hasMessageContaining("nobody offered");
    }
    try (var server = TinyServer.upgrading(it -> {})) {
      assertThatThrownBy(() -> WireClient.to(server.port()).deflate(true).connect())
          .hasMessageContaining("though it was offered");
    }
    try (var server = TinyServer.upgrading(it -> {});
        var client = WireClient.to(server.port()).extensions("x-odd").connect()) {
      assertThat(client.deflated()).isFalse();
    }
  }
}
