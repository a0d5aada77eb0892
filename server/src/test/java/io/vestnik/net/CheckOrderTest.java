package io.vestnik.net;

import io.vestnik.TestServer;
import io.vestnik.model.SystemClock;
import io.vestnik.protocol.Limits;
import io.vestnik.protocol.Rate;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Of two faults in one request the one that is checked first is told (protocol §2, "Order of
/// checks"), each time with a pair of neighbours.
class CheckOrderTest {
  private static final String WRONG = "a-token-of-nobody";
  private static final long NO_CHAT = 999_999;

  private static TestServer server;
  private static String token;
  private Talk talk;

  @BeforeAll
  static void start() {
    server = TestServer.start(new SystemClock(), config -> config.with(fewReads()));
    try (Talk first = server.talk().register("anna")) {
      token = first.token();
    }
  }

  /// The contract's limits, but that only two reads are let through.
  private static Limits fewReads() {
    Limits d = Limits.DEFAULT;
    return new Limits(
        d.frameBytes(),
        d.requestsWaiting(),
        d.nesting(),
        d.numberDigits(),
        d.pageItems(),
        d.messageLength(),
        d.tokens(),
        d.groupMembers(),
        true,
        d.sends(),
        d.changes(),
        new Rate(2, 0.000_001),
        d.searches(),
        d.wrongPerAccountAndAddress(),
        d.wrongPerAccount(),
        d.wrongPerAddress(),
        d.registrations(),
        d.mailedCodes(),
        d.newChats(),
        d.passwordWaitMs());
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

  @Test
  void frameBeforeMode() {
    talk.raw("{\"a\":1,\"a\":1}").expect("400", "malformed");
    talk.raw("[]").expect("400", "malformed");
  }

  @Test
  void modeBeforeTimestamp() {
    Reply reply = talk.raw("{}").expect("422", "missing", "mode");
    Assertions.assertThat(reply.get("mode")).isNull();
    talk.raw("{\"mode\":5,\"request_id\":{}}").expect("422", "type", "mode");
  }

  @Test
  void knownModeBeforeTokenAndFields() {
    talk.raw("{\"mode\":\"nonsense\",\"token\":5,\"request_id\":{}}").expect("501", "unknownMode");
  }

  @Test
  void presenceOfTheTokenBeforeFields() {
    talk.raw("{\"mode\":\"getChat\"}").expect("401", "tokenMissing", "token");
    talk.raw("{\"mode\":\"getChat\",\"token\":5}").expect("401", "tokenMissing", "token");
    talk.raw("{\"mode\":\"getChat\",\"token\":null}").expect("401", "tokenMissing", "token");
  }

  @Test
  void timestampBeforeRequestId() {
    talk.raw("{\"mode\":\"checkConnection\",\"request_id\":{}}")
        .expect("422", "missing", "timestamp");
  }

  @Test
  void requestIdBeforeTheMethodsFields() {
    talk.call("getChat", "request_id", true).expect("422", "type", "request_id");
  }

  @Test
  void theMethodsFieldsInTheContractsOrder() {
    talk.call("sendMessage").expect("422", "missing", "chat_id");
    talk.call("sendMessage", "chat_id", 0, "content", 5).expect("422", "range", "chat_id");
    talk.call("sendMessage", "chat_id", 1, "content", 5, "content_type", "x")
        .expect("422", "type", "content");
    talk.call("sendMessage", "chat_id", 1, "content", "x".repeat(16_385), "content_type", "x")
        .expect("413", "tooLong", "content");
    talk.call(
            "sendMessage",
            "chat_id",
            1,
            "content",
            "a",
            "content_type",
            "x",
            "client_message_id",
            5)
        .expect("422", "range", "content_type");
    talk.call("register", "password", "short", "email", "none")
        .expect("422", "missing", "username");
  }

  @Test
  void fieldsBeforeValidityOfTheToken() {
    talk.call("getChat", "token", WRONG).expect("422", "missing", "chat_id");
    talk.raw("{\"mode\":\"getChat\",\"token\":\"%s\",\"chat_id\":1}".formatted(WRONG))
        .expect("422", "missing", "timestamp");
    talk.call("sendMessage", "token", "", "chat_id", 1, "content", "", "content_type", "text")
        .expect("422", "range", "content");
  }

  @Test
  void validityOfTheTokenBeforeMembership() {
    talk.call("getChat", "token", WRONG, "chat_id", NO_CHAT).expect("401", "tokenInvalid", "token");
    talk.call("getChat", "token", "", "chat_id", NO_CHAT).expect("401", "tokenInvalid", "token");
  }

  @Test
  void rateLimitsAfterFieldsAndTokenAndBeforeMembership() {
    String nobodys = server.talk().register("boris").token();
    talk.signedInAs(nobodys);
    talk.call("getChat", "chat_id", NO_CHAT).expect("423", "notMember", "chat_id");
    talk.call("getChat", "chat_id", NO_CHAT).expect("423", "notMember", "chat_id");
    Reply reply = talk.call("getChat", "chat_id", NO_CHAT).expect("429", "throttled");
    Assertions.assertThat(reply.truth("error.temporary")).isTrue();
    Assertions.assertThat(reply.number("error.retry_after_ms")).isPositive();
    talk.call("getChat").expect("422", "missing", "chat_id");
    talk.call("getChat", "chat_id", NO_CHAT, "token", WRONG).expect("401", "tokenInvalid", "token");
  }

  @Test
  void membershipBeforeExistence() {
    talk.call(
            "sendMessage",
            "chat_id",
            NO_CHAT,
            "content",
            "a",
            "content_type",
            "text",
            "reply_to",
            77)
        .expect("423", "notMember", "chat_id");
  }
}
