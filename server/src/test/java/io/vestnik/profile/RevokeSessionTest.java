package io.vestnik.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Talk;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// `revokeSession`: one's sessions end, and one's other devices hear of it.
class RevokeSessionTest {
  @AutoClose private static final TestServer server = TestServer.start();

  private static String sessionOf(Talk talk) {
    var sessions = talk.call("getSessions").expect("200");
    for (int i = 0; i < sessions.list("sessions").size(); i++) {
      if (sessions.truth("sessions[" + i + "].current")) {
        return sessions.text("sessions[" + i + "].session_id");
      }
    }
    throw new AssertionError("none of them is the one that asks");
  }

  @Test
  void endsOneOfThem() {
    try (Talk anna = server.talk().register("anna");
        Talk phone = server.talk().signIn("anna");
        Talk laptop = server.talk().signIn("anna")) {
      String phones = sessionOf(phone);
      phone.call("subscribe").expect("200");
      laptop.call("subscribe").expect("200");
      Answers.hasFields(anna.call("revokeSession", "session_id", phones));
      assertThat(phone.client().awaitClose().code()).isEqualTo(4401);
      assertThat(laptop.nextEvent("sessionEnded").text("session_id")).isEqualTo(phones);
      laptop.call("checkToken").expect("200");
      anna.call("revokeSession", "session_id", phones).expect("404", "noSession", "session_id");
    }
  }

  @Test
  void endsAllOthers() {
    try (Talk boris = server.talk().register("boris");
        Talk phone = server.talk().signIn("boris");
        Talk laptop = server.talk().signIn("boris")) {
      boris.call("revokeSession", "others", true).expect("200");
      boris.call("checkToken").expect("200");
      phone.call("checkToken").expect("401", "tokenInvalid");
      laptop.call("checkToken").expect("401", "tokenInvalid");
    }
  }

  @Test
  void endsTheOneThatAsks() {
    try (Talk vera = server.talk().register("vera")) {
      vera.call("revokeSession", "session_id", sessionOf(vera)).expect("200");
      vera.call("checkToken").expect("401", "tokenInvalid");
    }
  }

  @Test
  void isNoSessionOfAnother() {
    try (Talk gleb = server.talk().register("gleb");
        Talk dora = server.talk().register("dora")) {
      String dorasOwn = sessionOf(dora);
      for (String wrong : new String[] {dorasOwn, "", "x".repeat(1000)}) {
        gleb.call("revokeSession", "session_id", wrong).expect("404", "noSession", "session_id");
      }
      dora.call("checkToken").expect("200");
    }
  }

  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    try (Talk egor = server.talk().register("egor")) {
      egor.call("revokeSession").expect("422", "missing", "session_id");
      egor.call("revokeSession", "others", false).expect("422", "missing", "session_id");
      egor.call("revokeSession", "session_id", "x", "others", true)
          .expect("422", "format", "others");
      Refusals.of(egor, "revokeSession", "others", true)
          .withoutToken()
          .withoutTimestamp()
          .truth("others")
          .text("session_id");
    }
  }
}
