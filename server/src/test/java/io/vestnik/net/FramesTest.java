package io.vestnik.net;

import static io.vestnik.net.Ask.CHECK;
import static io.vestnik.net.Ask.MEBIBYTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.TestServer;
import io.vestnik.wire.Frame;
import io.vestnik.wire.Frames;
import io.vestnik.wire.Talk;
import io.vestnik.wire.WireClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which frames are taken, and which end the connection and how (protocol §1, RFC 6455 §5).
class FramesTest {
  private static final byte[] NOTHING = {};

  private static TestServer server;
  private WireClient client;

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
    client = server.connect();
  }

  @AfterEach
  void leave() {
    client.close();
  }

  private void isAnswered() {
    assertThat(Ask.status(client.receive())).isEqualTo("200");
  }

  private void isClosedWith(int code) {
    assertThat(client.awaitClose().code()).isEqualTo(code);
    client.awaitEnd();
  }

  private void sendText(boolean fin, byte[] payload) {
    client.sendFrame(Frames.TEXT, fin, 0, payload);
  }

  private void sendContinuation(boolean fin, byte[] payload) {
    client.sendFrame(Frames.CONTINUATION, fin, 0, payload);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/ws", "/?a=b", "/ws?a=b"})
  void textIsTakenOnBothPaths(String path) {
    try (WireClient other = WireClient.to(server.port()).path(path).connect()) {
      other.send(CHECK);
      assertThat(Ask.status(other.receive())).isEqualTo("200");
    }
  }

  @Test
  void fragmentsAreJoinedAndPingsBetweenThemAnswered() {
    client.sendFragmented(CHECK, 5, () -> client.ping(new byte[] {7}));
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      frames.add(client.receiveFrame());
    }
    assertThat(frames)
        .extracting(Frame::opcode)
        .containsExactly(Frames.PONG, Frames.PONG, Frames.PONG, Frames.PONG, Frames.TEXT);
    assertThat(Ask.status(frames.getLast().text())).isEqualTo("200");
  }

  @Test
  void emptyFragmentsAreTaken() {
    sendText(false, NOTHING);
    sendContinuation(false, NOTHING);
    sendContinuation(false, CHECK.getBytes(StandardCharsets.UTF_8));
    sendContinuation(true, NOTHING);
    isAnswered();
  }

  @Test
  void charactersCutByFragmentsAreJoined() {
    String text = "Привет, 🌍!";
    String request = Ask.text("checkConnection", "request_id", text);
    client.sendFragmented(request, request.getBytes(StandardCharsets.UTF_8).length);
    assertThat(client.receive()).contains(text);
  }

  @Test
  void theMessageAfterAFragmentedOneStandsAlone() {
    client.sendFragmented(CHECK, 3);
    client.send(Ask.text("checkConnection", "request_id", "next"));
    isAnswered();
    assertThat(client.receive()).contains("next");
  }

  @Test
  void aMessageOfOneMebibyteIsTakenWhole() {
    client.send(Ask.padded(MEBIBYTE));
    isAnswered();
  }

  @Test
  void aMessageOfOneMebibyteIsTakenInFragments() {
    client.sendFragmented(Ask.padded(MEBIBYTE), 100);
    isAnswered();
  }

  @Test
  void aFrameAnnouncedAsOneByteTooLongIsClosedBeforeItComes() {
    client.sendAnnouncement(Frames.TEXT, MEBIBYTE + 1L);
    isClosedWith(1009);
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 31, 1L << 32, Long.MAX_VALUE})
  void aFrameAnnouncedAsHugeIsClosed(long length) {
    client.sendAnnouncement(Frames.TEXT, length);
    isClosedWith(1009);
  }

  @Test
  void aLengthBelowZeroIsClosed() {
    client.sendAnnouncement(Frames.TEXT, -1);
    isClosedWith(1002);
  }

  @Test
  void fragmentsThatTogetherAreOneByteTooLongAreClosed() {
    sendText(false, new byte[MEBIBYTE]);
    sendContinuation(true, new byte[1]);
    isClosedWith(1009);
  }

  @Test
  void binaryIsClosed() {
    client.sendFrame(Frames.BINARY, true, 0, CHECK.getBytes(StandardCharsets.UTF_8));
    isClosedWith(1003);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "c080", // overlong NUL
        "c1bf", // overlong
        "e080af", // overlong slash
        "f08080af",
        "eda080", // U+D800
        "edbfbf", // U+DFFF
        "eda0bdedb880", // a pair of surrogates, each encoded (CESU-8)
        "f4908080", // above U+10FFFF
        "f8888080",
        "ff",
        "fe",
        "80", // a continuation that continues nothing
        "c3", // cut at the end
        "e282",
        "f09f8c",
        "c328", // cut by a character
        "e28228",
      })
  void whatIsNotUtf8IsClosed(String hex) {
    byte[] wrong = HexFormat.of().parseHex(hex);
    sendText(true, wrong);
    isClosedWith(1007);
  }

  @Test
  void whatIsNotUtf8IsClosedInFragmentsToo() {
    sendText(false, "{\"a\":\"".getBytes(StandardCharsets.UTF_8));
    sendContinuation(false, new byte[] {(byte) 0xe2, (byte) 0x82});
    sendContinuation(true, "\"}".getBytes(StandardCharsets.UTF_8));
    isClosedWith(1007);
  }

  @Test
  void aFrameWithoutAMaskIsClosed() {
    client.sendUnmasked(Frames.TEXT, true, 0, CHECK.getBytes(StandardCharsets.UTF_8));
    isClosedWith(1002);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
  void anUnknownOpcodeIsClosed(int opcode) {
    client.sendFrame(opcode, true, 0, NOTHING);
    isClosedWith(1002);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 7})
  void aReservedBitWithoutAnExtensionIsClosed(int rsv) {
    client.sendFrame(Frames.TEXT, true, rsv, CHECK.getBytes(StandardCharsets.UTF_8));
    isClosedWith(1002);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aContinuationOfNothingIsClosed(boolean fin) {
    sendContinuation(fin, NOTHING);
    isClosedWith(1002);
  }

  @Test
  void aTextInTheMiddleOfAnotherIsClosed() {
    sendText(false, NOTHING);
    sendText(true, CHECK.getBytes(StandardCharsets.UTF_8));
    isClosedWith(1002);
  }

  @ParameterizedTest
  @ValueSource(ints = {Frames.PING, Frames.PONG, Frames.CLOSE})
  void aControlFrameInFragmentsIsClosed(int opcode) {
    client.sendFrame(opcode, false, 0, NOTHING);
    isClosedWith(1002);
  }

  @ParameterizedTest
  @ValueSource(ints = {Frames.PING, Frames.PONG, Frames.CLOSE})
  void aControlFrameOfOver125BytesIsClosed(int opcode) {
    client.sendFrame(opcode, true, 0, new byte[126]);
    isClosedWith(1002);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125})
  void aPingIsAnsweredWithItsBytes(int length) {
    byte[] payload = new byte[length];
    IntStream.range(0, length).forEach(i -> payload[i] = (byte) i);
    client.ping(payload);
    Frame pong = client.receiveFrame();
    assertThat(pong.opcode()).isEqualTo(Frames.PONG);
    assertThat(pong.payload()).isEqualTo(payload);
  }

  @Test
  void aPongThatNobodyAskedForIsPassedOver() {
    client.sendFrame(Frames.PONG, true, 0, new byte[] {1, 2, 3});
    client.send(CHECK);
    isAnswered();
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1011, 3000, 4999})
  void aCloseIsAnsweredWithItsCode(int code) {
    client.close(code, "прощай");
    isClosedWith(code);
  }

  @Test
  void aCloseWithoutACodeIsAnswered() {
    client.sendFrame(Frames.CLOSE, true, 0, NOTHING);
    assertThat(client.receiveFrame().opcode()).isEqualTo(Frames.CLOSE);
    client.awaitEnd();
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "03ed", "03ee", "0000", "03e7", "1388", "ffff", "03e8ff"})
  void aCloseThatIsNoneIsAProtocolError(String hex) {
    client.sendFrame(Frames.CLOSE, true, 0, HexFormat.of().parseHex(hex));
    assertThat(client.awaitClose().code()).isIn(1002, 1007);
    client.awaitEnd();
  }

  @Test
  void whatWasAskedBeforeACloseIsAnsweredBeforeIt() {
    try (Talk talk = Talk.over(client).register("anna")) {
      long chat = chatForNotes(talk);
      for (int i = 0; i < 50; i++) {
        talk.post("sendMessage", "chat_id", chat, "content", "m" + i, "content_type", "text");
      }
      client.close(1000, "");
      for (int i = 0; i < 50; i++) {
        talk.next().expect("200");
      }
      isClosedWith(1000);
    }
  }

  @Test
  void whatIsAskedAfterACloseIsNotDone() {
    try (Talk talk = Talk.over(client).register("boris");
        Talk other = server.talk().signIn("boris")) {
      long chat = chatForNotes(talk);
      client.close(1000, "");
      talk.post("sendMessage", "chat_id", chat, "content", "late", "content_type", "text");
      isClosedWith(1000);
      assertThat(other.call("getMessages", "chat_id", chat).list("messages")).isEmpty();
    }
  }

  private static long chatForNotes(Talk talk) {
    return talk.call("createChat", "contact_mode", "username", "contact_value", talk.username())
        .expect("200")
        .number("chat_id");
  }
}
