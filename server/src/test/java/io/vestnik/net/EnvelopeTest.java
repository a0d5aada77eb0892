package io.vestnik.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.ManualClock;
import io.vestnik.TestServer;
import io.vestnik.wire.Json;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is around every request and answer (protocol §2, "Envelope").
class EnvelopeTest {
  private static final ManualClock CLOCK = new ManualClock();

  private static TestServer server;
  private static String token;
  private Talk talk;

  @BeforeAll
  static void start() {
    server = TestServer.start(CLOCK, UnaryOperator.identity());
    try (Talk first = server.talk().register("anna")) {
      token = first.token();
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void connect() {
    talk = server.talk().signedInAs(token);
  }

  @AfterEach
  void leave() {
    talk.close();
  }

  /// A request whose field has this JSON, other fields being right.
  private static String with(String mode, String field, String json) {
    String others = field.equals("timestamp") ? "" : ",\"timestamp\":1";
    return "{\"mode\":\"%s\",\"token\":\"%s\",\"%s\":%s%s}"
        .formatted(mode, token, field, json, others);
  }

  private static String echoed(Reply reply) {
    return Json.write(reply.get("request_id"));
  }

  static List<String> requestIds() {
    return List.of(
        "\"\"",
        "\"a\"",
        "\"1\"",
        "\"" + "я".repeat(64) + "\"",
        "\"" + "😀".repeat(64) + "\"",
        "0",
        "-1",
        "9007199254740993",
        "9223372036854775807",
        "-9223372036854775809",
        "12345678901234567890123456789012",
        "-12345678901234567890123456789012");
  }

  @ParameterizedTest
  @MethodSource("requestIds")
  void aRequestIdIsEchoed(String id) {
    assertThat(echoed(talk.raw(with("checkConnection", "request_id", id)).expect("200")))
        .isEqualTo(id);
  }

  @ParameterizedTest
  @MethodSource("requestIds")
  void aRequestIdIsEchoedOnErrors(String id) {
    Reply unknown = talk.raw(with("nonsense", "request_id", id)).expect("501");
    Reply fields = talk.raw(with("getChat", "request_id", id)).expect("422", "missing", "chat_id");
    Reply time =
        talk.raw("{\"mode\":\"checkConnection\",\"request_id\":%s}".formatted(id)).expect("422");
    Reply noMode = talk.raw("{\"request_id\":%s}".formatted(id)).expect("422");
    Reply noToken =
        talk.raw("{\"mode\":\"getChats\",\"timestamp\":1,\"request_id\":%s}".formatted(id))
            .expect("401");
    assertThat(List.of(unknown, fields, time, noMode, noToken))
        .allSatisfy(reply -> assertThat(echoed(reply)).isEqualTo(id));
  }

  @Test
  void aMalformedRequestHasNoRequestIdToEcho() {
    Reply reply = talk.raw("{\"request_id\":1,\"request_id\":1}").expect("400");
    assertThat(reply.has("request_id")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "1.5", "1e3", "1.0", "[]", "[1]", "{}"})
  void aRequestIdOfAnotherTypeIsRefused(String id) {
    Reply reply = talk.raw(with("checkConnection", "request_id", id));
    reply.expect("422", "type", "request_id");
    assertThat(reply.text("mode")).isEqualTo("checkConnection");
    assertThat(reply.has("request_id")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "я", "😀"})
  void aRequestIdOf65IsTooLong(String character) {
    String id = "\"" + character.repeat(65) + "\"";
    talk.raw(with("checkConnection", "request_id", id)).expect("413", "tooLong", "request_id");
  }

  @Test
  void nullCountsAsAbsent() {
    Reply reply = talk.raw(with("checkConnection", "request_id", "null")).expect("200");
    assertThat(reply.has("request_id")).isFalse();
    talk.raw(with("checkConnection", "timestamp", "null")).expect("422", "missing", "timestamp");
    talk.call("getChats", "token", null).expect("401", "tokenMissing", "token");
    talk.call("getChats", "limit", null, "before", null).expect("200");
    talk.call("getChat", "chat_id", null).expect("422", "missing", "chat_id");
    talk.raw("{\"mode\":null,\"timestamp\":1}").expect("422", "missing", "mode");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "1",
        "-1",
        "1.5",
        "1e400",
        "99999999999999999999",
        "\"\"",
        "\"yesterday\"",
        "\"1700000000000\""
      })
  void aTimestampIsNotInterpreted(String timestamp) {
    talk.raw(with("checkConnection", "timestamp", timestamp)).expect("200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false", "[]", "[1]", "{}"})
  void aTimestampOfAnotherTypeIsRefused(String timestamp) {
    talk.raw(with("checkConnection", "timestamp", timestamp)).expect("422", "type", "timestamp");
  }

  @Test
  void aTimestampIsRequired() {
    talk.raw("{\"mode\":\"checkConnection\"}").expect("422", "missing", "timestamp");
  }

  @Test
  void unknownFieldsAreIgnored() {
    talk.call("checkConnection", "nobody", List.of(Json.object("knows", "this")), "", 1.5)
        .expect("200");
    talk.raw(with("checkConnection", "status", "\"500\"")).expect("200");
    talk.raw(with("checkConnection", "error", "{\"code\":\"internal\"}")).expect("200");
  }

  @Test
  void theModeIsRepeatedAsRequested() {
    long user =
        talk.call("createChat", "contact_mode", "username", "contact_value", "anna")
            .expect("200")
            .number("chat_id");
    Reply alias =
        talk.call("createPersonalChat", "contact_mode", "username", "contact_value", "anna");
    assertThat(alias.text("mode")).isEqualTo("createPersonalChat");
    assertThat(alias.number("chat_id")).isEqualTo(user);
  }

  @Test
  void anEndlessModeIsRefused() {
    String longest = "м".repeat(65_536);
    assertThat(talk.call(longest).expect("501", "unknownMode", "mode").text("mode"))
        .isEqualTo(longest);
    Reply beyond = talk.raw("{\"mode\":\"%sм\",\"timestamp\":1}".formatted(longest));
    assertThat(beyond.expect("413", "tooLong", "mode").get("mode")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CheckConnection",
        "checkconnection",
        " checkConnection",
        "checkConnection ",
        "",
        "event",
        "прив\"ет\n\t\\",
        "😀"
      })
  void anUnknownModeIsRepeatedToTheLetter(String mode) {
    Reply reply = talk.call(mode).expect("501", "unknownMode", "mode");
    assertThat(reply.text("mode")).isEqualTo(mode);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "[\"checkConnection\"]", "{}", "1.5"})
  void aModeThatIsNoStringIsRefused(String mode) {
    Reply reply = talk.raw("{\"mode\":%s,\"timestamp\":1}".formatted(mode));
    reply.expect("422", "type", "mode");
    assertThat(reply.get("mode")).isNull();
  }

  @Test
  void theStatusIsAString() {
    assertThat(talk.call("checkConnection").get("status")).isEqualTo("200");
    assertThat(talk.call("nonsense").get("status")).isEqualTo("501");
  }

  @Test
  void theTimestampIsTheServersClock() {
    assertThat(talk.call("checkConnection", "timestamp", 5).number("timestamp"))
        .isEqualTo(CLOCK.millis());
    CLOCK.advance(Duration.ofSeconds(1));
    assertThat(talk.call("nonsense", "timestamp", "x").number("timestamp"))
        .isEqualTo(CLOCK.millis());
  }

  @Test
  void anErrorSaysWhatIsWrongAndWithWhichField() {
    Reply reply = talk.call("getChat", "chat_id", "x");
    assertThat(reply.body()).containsOnlyKeys("mode", "timestamp", "status", "error");
    assertThat(reply.get("error"))
        .isEqualTo(
            Json.object(
                "code", "type", "message", "chat_id must be an integer.", "field", "chat_id"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\u0000",
        "a\\u0000b",
        "\\ud800",
        "\\udfffx",
        "\\udc00\\ud800",
        "\\ud83d",
        "x\\ud83dx",
        "\\uDE00"
      })
  void nulAndLoneSurrogatesAreRefusedWhereTheStringIsUsed(String text) {
    String json = "\"" + text + "\"";
    talk.raw(with("checkConnection", "request_id", json)).expect("422", "format", "request_id");
    talk.raw(with("checkConnection", "timestamp", json)).expect("422", "format", "timestamp");
    talk.raw("{\"mode\":%s,\"timestamp\":1}".formatted(json)).expect("422", "format", "mode");
    talk.raw(with("auth", "username", json)).expect("422", "format", "username");
    talk.raw(with("auth\",\"username\":\"anna", "password", json))
        .expect("422", "format", "password");
    talk.raw(with("createChat", "contact_value", json)).expect("422", "format", "contact_value");
    talk.raw(with("sendMessage\",\"chat_id\":\"1", "content", json))
        .expect("422", "format", "content");
    talk.raw(with("checkConnection", "unused", json)).expect("200");
  }

  @Test
  void pairedSurrogatesAreText() {
    Reply reply = talk.raw(with("checkConnection", "request_id", "\"\\ud83d\\ude00\""));
    assertThat(reply.expect("200").text("request_id")).isEqualTo("😀");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "9007199254740991",
        "\"1\"",
        "\"0001\"",
        "\"9007199254740991\"",
        "\"00000000000000000000000000000001\""
      })
  void anIdIsANumberOrItsDigits(String id) {
    talk.raw(with("getMessages\",\"chat_id\":999999,\"x\":\"", "max_message_id", id)).expect("423");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "9007199254740992",
        "99999999999999999999",
        "\"0\"",
        "\"9007199254740992\"",
        "\"99999999999999999999999\"",
        "-0"
      })
  void anIdOutOfRangeIsRefused(String id) {
    talk.raw(with("getChat", "chat_id", id)).expect("422", "range", "chat_id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"１\"", "\"٣\"", "\"-1\"", "\"+1\"", "\"\"", "\" 1\"", "\"1 \"", "\"1.0\"", "\"1e3\"",
        "\"0x1\"", "1.0", "1e3", "1.5", "true", "[1]", "{}"
      })
  void whatIsNoIdIsRefused(String id) {
    talk.raw(with("getChat", "chat_id", id)).expect("422", "type", "chat_id");
  }

  @Test
  void whereToBeginMayBeZero() {
    long chat =
        talk.call("createChat", "contact_mode", "username", "contact_value", "anna")
            .number("chat_id");
    talk.call("getMessages", "chat_id", chat, "min_message_id", 0).expect("200");
    talk.call("getMessages", "chat_id", chat, "max_message_id", "0").expect("200");
    talk.call("getEvents", "chat_id", chat, "min_event_id", "000").expect("200");
    talk.call("getMessages", "chat_id", chat, "min_message_id", -1)
        .expect("422", "range", "min_message_id");
  }
}
