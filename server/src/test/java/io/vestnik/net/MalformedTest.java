package io.vestnik.net;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.TestServer;
import io.vestnik.wire.Frames;
import io.vestnik.wire.Json;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is no JSON object that is taken gets 400 `malformed`, and the connection lives on (protocol
/// §1).
class MalformedTest {
  private static final String D32 = "12345678901234567890123456789012";

  private static TestServer server;
  private Talk talk;

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
    talk = server.talk();
  }

  @AfterEach
  void leave() {
    talk.close();
  }

  private void isRefused(String frame) {
    isRefused(talk.raw(frame));
  }

  private void isRefused(Reply reply) {
    reply.expect("400", "malformed");
    assertThat(reply.get("mode")).isNull();
    assertThat(reply.body()).doesNotContainKey("request_id");
    livesOn();
  }

  private void livesOn() {
    talk.call("checkConnection").expect("200");
  }

  private Reply sent(byte[] bytes) {
    talk.client().sendFrame(Frames.TEXT, true, 0, bytes);
    return new Reply("bytes", Json.read(talk.client().receive()));
  }

  /// A right request, with this JSON as the value of a field that nobody knows.
  private static String with(String value) {
    return "{\"mode\":\"checkConnection\",\"timestamp\":1,\"other\":" + value + "}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\n\t\r ",
        "hello",
        "null",
        "true",
        "1",
        "-1.5",
        "\"text\"",
        "[]",
        "[{\"mode\":\"checkConnection\",\"timestamp\":1}]",
        "{",
        "}",
        "{}}",
        "{} {}",
        "{},",
        "{}x",
        "{\"mode\":\"checkConnection\",\"timestamp\":1} x",
        "{\"mode\":\"checkConnection\",\"timestamp\":1",
        "{\"mode\":\"checkConnection\",\"timestamp\":1,}",
        "{\"mode\":\"checkConnection\" \"timestamp\":1}",
        "{\"mode\"}",
        "{\"mode\":}",
        "{:1}",
        "{\"mode\":\"checkConnection",
        "\u0000",
        "\u000b{}",
        "\u00a0{}",
        "GET / HTTP/1.1",
      })
  void whatIsNoJsonObject(String frame) {
    isRefused(frame);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NaN",
        "Infinity",
        "-Infinity",
        "nul",
        "True",
        "'x'",
        "x",
        "01",
        "-01",
        "+1",
        ".5",
        "1.",
        "1e",
        "1e+",
        "0x10",
        "-",
        "--1",
        "1_000",
        "\"\t\"",
        "\"\n\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\\"",
        "1 2",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{,}",
        "{'a':1}",
        "{a:1}",
        "/* c */ 1",
        "1 // c\n",
        "# c\n1",
        "\u00011",
        "undefined",
      })
  void aValueThatIsNoJson(String value) {
    isRefused(with(value));
  }

  /// The parser's complaint about them must itself be text that can be sent.
  @ParameterizedTest
  @ValueSource(strings = {"😀", "𝠀", "𝧿", "\ud836\udc00x", "é", "�", "\uffff", "\u0085", "й"})
  void aCharacterWhereNoneMayStand(String character) {
    isRefused(with(character));
    isRefused("{" + character + "}");
    isRefused("{\"a\"" + character + "}");
    isRefused("{\"a\":1" + character + "}");
    isRefused("{}" + character);
    isRefused("{\"a\":tr" + character + "}");
    isRefused("{\"a\":\"\\" + character + "\"}");
  }

  @Test
  void aLongWordThatIsNoJson() {
    isRefused(with("x".repeat(100_000)));
    isRefused(with("й".repeat(100_000)));
    isRefused(with("𐐨".repeat(50_000)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"mode\":\"checkConnection\",\"timestamp\":1,\"timestamp\":1}",
        "{\"mode\":\"checkConnection\",\"timestamp\":1,\"mode\":\"checkConnection\"}",
        "{\"mode\":\"checkConnection\",\"timestamp\":1,\"a\":null,\"a\":null}",
        "{\"mode\":\"checkConnection\",\"timestamp\":1,\"a\":1,\"\\u0061\":1}",
        "{\"mode\":\"checkConnection\",\"timestamp\":1,\"\":1,\"\":2}",
        "{\"mode\":\"checkConnection\",\"timestamp\":1,\"😀\":1,\"\\ud83d\\ude00\":2}",
        "{\"mode\":\"checkConnection\",\"timestamp\":1,\"\\ud800\":1,\"\\ud800\":2}",
        "{\"mode\":\"checkConnection\",\"timestamp\":1,\"\\u0000\":1,\"\\u0000\":2}",
        "{\"mode\":\"checkConnection\",\"timestamp\":1,\"o\":{\"a\":1,\"a\":1}}",
        "{\"mode\":\"checkConnection\",\"timestamp\":1,\"o\":[[{\"b\":{\"a\":1,\"a\":2}}]]}",
      })
  void aKeyThatStandsTwice(String frame) {
    isRefused(frame);
  }

  @Test
  void aKeyMayStandOnceInEachObject() {
    talk.raw(with("[{\"a\":1},{\"a\":{\"a\":1}},{\"mode\":1,\"other\":2}]")).expect("200");
  }

  /// It could not be named in an answer.
  @ParameterizedTest
  @ValueSource(strings = {"\\ud800", "x\\udfff", "\\ude00\\ud83d"})
  void aNameWithALoneSurrogateIsRefused(String name) {
    isRefused(with("{\"" + name + "\":1}"));
  }

  /// A name that nobody knows may hold anything.
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\\u0000", "😀", "\\ud83d\\ude00", "\\n"})
  void anyNameIsTaken(String name) {
    talk.raw(with("{\"" + name + "\":1}")).expect("200");
  }

  @Test
  void nestingIsTakenTo32() {
    talk.raw(with("[".repeat(31) + "]".repeat(31))).expect("200");
    talk.raw(with("{\"a\":".repeat(31) + "1" + "}".repeat(31))).expect("200");
    talk.raw(with("[{\"a\":".repeat(15) + "[]" + "}]".repeat(15))).expect("200");
  }

  @Test
  void nestingOver32IsRefused() {
    isRefused(with("[".repeat(32) + "]".repeat(32)));
    isRefused(with("{\"a\":".repeat(32) + "1" + "}".repeat(32)));
    isRefused(with("[".repeat(500_000)));
  }

  static List<String> numbersOf32Digits() {
    return List.of(
        D32,
        "-" + D32,
        D32.substring(0, 16) + "." + D32.substring(16),
        "-0." + D32.substring(1),
        D32.substring(0, 30) + "e99",
        "-" + D32.substring(0, 30) + "E+99",
        "1." + D32.substring(0, 28) + "e-999");
  }

  @ParameterizedTest
  @MethodSource("numbersOf32Digits")
  void aNumberOf32DigitsIsTaken(String number) {
    talk.raw(with(number)).expect("200");
  }

  static List<String> numbersOf33Digits() {
    return List.of(
        D32 + "3",
        "-" + D32 + "3",
        D32.substring(0, 16) + "." + D32.substring(16) + "3",
        "0." + D32,
        "-0." + D32,
        D32.substring(0, 30) + "e999",
        "1e" + D32,
        "1." + D32.substring(0, 28) + "e-9999",
        "9".repeat(100_000),
        "0." + "0".repeat(100_000) + "1");
  }

  @ParameterizedTest
  @MethodSource("numbersOf33Digits")
  void aNumberOf33DigitsIsRefused(String number) {
    isRefused(with(number));
  }

  @Test
  void aHugeExponentCostsNothing() {
    talk.raw(with("1e999999999")).expect("200");
    talk.raw("{\"mode\":\"checkConnection\",\"timestamp\":-1e-999999999}").expect("200");
  }

  @Test
  void aByteOrderMarkIsRefused() {
    isRefused("\ufeff" + Ask.CHECK);
  }

  static List<Charset> otherEncodings() {
    return List.of(UTF_16LE, UTF_16BE, Charset.forName("UTF-32LE"), Charset.forName("UTF-32BE"));
  }

  @ParameterizedTest
  @MethodSource("otherEncodings")
  void anotherEncodingIsRefused(Charset encoding) {
    isRefused(sent(Ask.CHECK.getBytes(encoding)));
    isRefused(sent((" \n" + Ask.CHECK).getBytes(encoding)));
  }

  @Test
  void blanksAroundTheObjectAreTaken() {
    talk.raw(" \n\r\t" + Ask.CHECK + "\n\n ").expect("200");
  }

  @Test
  void hugeAndManyNamesAreTaken() {
    talk.raw(with("{\"" + "k".repeat(1_000_000) + "\":1}")).expect("200");
    StringBuilder many = new StringBuilder("{\"k\":0");
    for (int i = 0; i < 50_000; i++) {
      many.append(",\"k").append(i).append("\":0");
    }
    talk.raw(with(many.append('}').toString())).expect("200");
  }

  @Test
  void aHugeNameThatStandsTwiceIsRefusedWithAShortMessage() {
    String name = "\"" + "й".repeat(100_000) + "\":1";
    Reply reply = talk.raw(with("{" + name + "," + name + "}"));
    isRefused(reply);
    assertThat(reply.text("error.message").getBytes(UTF_8).length).isLessThan(1_000);
  }

  @Test
  void aMalformedOneBetweenOthersKeepsItsPlace() {
    talk.client().sendAll(List.of(Ask.CHECK, "{", Ask.CHECK));
    List<Object> statuses =
        List.of(
            Json.read(talk.client().receive()).get("status"),
            Json.read(talk.client().receive()).get("status"),
            Json.read(talk.client().receive()).get("status"));
    assertThat(statuses).containsExactly("200", "400", "200");
  }
}
