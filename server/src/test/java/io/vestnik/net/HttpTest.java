package io.vestnik.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.TestServer;
import io.vestnik.net.RawSocket.Response;
import io.vestnik.wire.Dial;
import io.vestnik.wire.Frame;
import io.vestnik.wire.Frames;
import io.vestnik.wire.UpgradeRefused;
import io.vestnik.wire.WireClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is answered by plain HTTP, and which handshakes are taken (protocol §1 "endpoint", §8, RFC
/// 6455 §4.2).
class HttpTest {
  private static final int TOO_LONG = 100_000;

  private static TestServer server;
  private RawSocket socket;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void connect() {
    socket = new RawSocket(server.port());
  }

  @AfterEach
  void leave() {
    socket.close();
  }

  private static void isSafe(Response response) {
    assertThat(response.headers())
        .containsEntry("x-content-type-options", "nosniff")
        .containsEntry("referrer-policy", "no-referrer")
        .containsKey("content-type")
        .hasEntrySatisfying(
            "content-security-policy",
            policy -> assertThat(policy).contains("default-src 'none'", "frame-ancestors 'none'"));
  }

  @Test
  void theFirstPageSaysHowToConnect() {
    Response page = socket.get("/");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.headers().get("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.body()).contains("WebSocket", "/ws");
    isSafe(page);
  }

  @Test
  void theSocketsPathWithoutAnUpgradeSaysSo() {
    Response page = socket.get("/ws");
    assertThat(page.status()).isEqualTo(426);
    assertThat(page.headers()).containsEntry("upgrade", "websocket");
    assertThat(page.headers().get("connection").toLowerCase(Locale.ROOT)).contains("upgrade");
    isSafe(page);
  }

  @ParameterizedTest
  @CsvSource({
    "/health/live,200", "/health/ready,200", "/nothing,404", "/ws/,404", "//,404", "/../etc,404",
    "/%2e%2e/etc,404", "/health/live?a=b,200", "/%d0%b9,404", "/%zz,400", "/%,400", "/%00,404",
  })
  void aPathIsAnswered(String path, int status) {
    Response page = socket.get(path);
    assertThat(page.status()).isEqualTo(status);
    isSafe(page);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"})
  void otherMethodsAreRefused(String method) {
    Response page = socket.request(method, "/");
    assertThat(page.status()).isEqualTo(405);
    assertThat(page.headers()).containsEntry("allow", "GET, HEAD");
    assertThat(page.body()).doesNotContain("/1.1");
    isSafe(page);
  }

  @Test
  void headIsGetWithoutABody() {
    Response get = socket.get("/");
    Response head = socket.request("HEAD", "/");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.headers()).containsEntry("content-length", get.headers().get("content-length"));
    assertThat(socket.get("/health/live").body()).isEqualTo("live\n");
  }

  @Test
  void aConnectionIsKeptForTheNextRequest() {
    assertThat(socket.get("/health/live").status()).isEqualTo(200);
    assertThat(socket.get("/nothing").status()).isEqualTo(404);
    assertThat(socket.request("POST", "/").status()).isEqualTo(405);
    assertThat(socket.get("/health/ready").status()).isEqualTo(200);
  }

  @Test
  void requestsInOneGoAreAllAnswered() {
    socket.lines(
        "GET /health/live HTTP/1.1", "Host: a", "", "GET /nothing HTTP/1.1", "Host: a", "");
    assertThat(socket.response().status()).isEqualTo(200);
    assertThat(socket.response().status()).isEqualTo(404);
  }

  @Test
  void aConnectionIsEndedWhereTheClientWantsIt() {
    socket.lines("GET / HTTP/1.1", "Host: a", "Connection: close", "");
    assertThat(socket.response().headers()).containsEntry("connection", "close");
    assertThat(socket.isEnded()).isTrue();
  }

  @Test
  void anOldClientGetsItsPageAndTheEnd() {
    socket.lines("GET / HTTP/1.0", "");
    assertThat(socket.response().status()).isEqualTo(200);
    assertThat(socket.isEnded()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "GET",
        "GET /",
        "\u0000\u0001\u0002",
        "\u0016\u0003\u0001 a TLS hello, perhaps",
        "SSH-2.0-OpenSSH_9.9",
      })
  void whatIsNoRequestIsRefusedAndEnded(String line) {
    socket.lines(line, "");
    assertThat(socket.response().status()).isBetween(400, 505);
    assertThat(socket.isEnded()).isTrue();
  }

  @Test
  void headersThatAreTooLongAreRefusedAndEnded() {
    socket.lines("GET / HTTP/1.1", "Host: a", "X: " + "x".repeat(TOO_LONG), "");
    assertThat(socket.response().status()).isIn(400, 431);
  }

  @Test
  void aPathThatIsTooLongIsRefused() {
    socket.lines("GET /" + "x".repeat(TOO_LONG) + " HTTP/1.1", "Host: a", "");
    assertThat(socket.response().status()).isIn(400, 414);
  }

  @Test
  void aBodyThatIsTooLongIsRefused() {
    socket.lines("POST / HTTP/1.1", "Host: a", "Content-Length: 1000000000", "");
    assertThat(socket.response().status()).isEqualTo(413);
  }

  /// A first frame right behind the handshake is early, but it is not lost.
  @Test
  void whatFollowsTheHandshakeAtOnceIsTaken() {
    byte[] frame =
        Frames.masked(
            new Frame(Frames.TEXT, true, 0, Ask.CHECK.getBytes(StandardCharsets.UTF_8)), 99);
    byte[] handshake =
        """
        GET /ws HTTP/1.1\r
        Host: a\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
        Sec-WebSocket-Version: 13\r
        \r
        """
            .getBytes(StandardCharsets.UTF_8);
    socket.send(
        ByteBuffer.allocate(frame.length + handshake.length).put(handshake).put(frame).array());
    assertThat(socket.response().status()).isEqualTo(101);
    assertThat(socket.read(1)[0] & 0xff).isEqualTo(0x81);
  }

  private static UpgradeRefused refused(Dial dial) {
    return Assertions.catchThrowableOfType(UpgradeRefused.class, () -> dial.connect().close());
  }

  private static Dial dial() {
    return WireClient.to(server.port());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AAAA", "not base64 at all!!!!!!", "AAAAAAAAAAAAAAAAAAAAAAAA"})
  void aHandshakeWithAKeyThatIsNoneIsRefused(String key) {
    assertThat(refused(dial().header("Sec-WebSocket-Key", key)).status()).isEqualTo(400);
  }

  @Test
  void aHandshakeWithoutAKeyIsRefused() {
    socket.lines(
        "GET /ws HTTP/1.1",
        "Host: a",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "");
    assertThat(socket.response().status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8", "14", "x", ""})
  void anotherVersionIsToldWhichOneIsSpoken(String version) {
    UpgradeRefused refused = refused(dial().header("Sec-WebSocket-Version", version));
    assertThat(refused.status()).isEqualTo(426);
    assertThat(refused.headers()).containsEntry("sec-websocket-version", "13");
  }

  @Test
  void aHandshakeWithoutAConnectionHeaderIsRefused() {
    assertThat(refused(dial().without("Connection")).status()).isEqualTo(400);
    assertThat(refused(dial().header("Connection", "keep-alive")).status()).isEqualTo(400);
  }

  @Test
  void headersOfAHandshakeAreReadInAnyCase() {
    dial()
        .header("Connection", "keep-alive, upGRADE")
        .header("Upgrade", "WebSocket")
        .connect()
        .close();
  }

  @Test
  void aHandshakeOnAnotherPathIsNone() {
    assertThat(refused(dial().path("/other")).status()).isEqualTo(404);
  }

  @Test
  void aHandshakeByPostIsRefused() {
    socket.lines(
        "POST /ws HTTP/1.1",
        "Host: a",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec-WebSocket-Version: 13",
        "Content-Length: 0",
        "");
    assertThat(socket.response().status()).isEqualTo(400);
  }

  @Test
  void aHandshakeWithoutAHostOrWithTwoIsRefused() {
    for (String[] hosts : new String[][] {{}, {"Host: a", "Host: b"}}) {
      try (RawSocket raw = new RawSocket(server.port())) {
        List<String> lines = new ArrayList<>(List.of("GET /ws HTTP/1.1"));
        lines.addAll(List.of(hosts));
        lines.addAll(
            List.of(
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                "Sec-WebSocket-Version: 13",
                ""));
        raw.lines(lines.toArray(String[]::new));
        assertThat(raw.response().status()).isEqualTo(400);
      }
    }
  }

  @Test
  void aHandshakeOfAnOldHttpIsRefused() {
    socket.lines(
        "GET /ws HTTP/1.0",
        "Host: a",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec-WebSocket-Version: 13",
        "");
    assertThat(socket.response().status()).isEqualTo(400);
  }

  @Test
  void noSubprotocolIsAgreedOn() {
    dial().header("Sec-WebSocket-Protocol", "chat, superchat").connect().close();
  }
}
