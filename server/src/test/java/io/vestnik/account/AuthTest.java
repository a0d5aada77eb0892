package io.vestnik.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.ManualClock;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.mail.MailBox;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `auth`: a token for a username and its password. Its limits are in [AuthLimitsTest].
@Tag("once")
class AuthTest {
  @AutoClose private static final TestServer server = TestServer.start();
  private static long anna;

  @BeforeAll
  static void register() {
    try (Talk talk = server.talk()) {
      anna = talk.register("Анна").userId();
    }
  }

  private static Reply auth(Talk talk, String username, String password) {
    return talk.call("auth", "username", username, "password", password, "evict", true);
  }

  @Test
  void givesATokenThatWorksAtOnce() {
    try (Talk talk = server.talk()) {
      Reply reply = Answers.hasFields(auth(talk, "Анна", Talk.PASSWORD), "token", "user_id");
      assertThat(reply.text("token")).matches("[A-Za-z0-9_-]{43}");
      assertThat(reply.number("user_id")).isEqualTo(anna);
      talk.signedInAs(reply.text("token")).call("checkToken").expect("200");
    }
  }

  @Test
  void findsANameWhateverItsCase() {
    try (Talk talk = server.talk()) {
      for (String name : List.of("анна", "АННА", "Анна")) {
        assertThat(auth(talk, name, Talk.PASSWORD).expect("200").number("user_id")).isEqualTo(anna);
      }
    }
  }

  @Test
  void tellsAWrongPasswordAndAnUnknownNameAlike() {
    try (Talk talk = server.talk()) {
      String wrong = raw(talk, "Анна", "incorrect horse");
      assertThat(wrong).contains("\"401\"", "wrongCredentials");
      for (String unknown : List.of("nobody", "", "no name", "anna@example.org", "x".repeat(320))) {
        assertThat(raw(talk, unknown, Talk.PASSWORD)).isEqualTo(wrong);
      }
    }
  }

  private static String raw(Talk talk, String username, String password) {
    talk.client()
        .send(
            """
            {"mode": "auth", "timestamp": 1, "username": "%s", "password": "%s"}\
            """
                .formatted(username, password));
    return talk.client().receive().replaceFirst("\"timestamp\":\\d+", "");
  }

  @Test
  void holdsAPasswordOfAnyLengthAgainstTheAccount() {
    try (Talk talk = server.talk()) {
      for (int length : List.of(0, 1, 7, 129, 1_025, 500_000)) {
        auth(talk, "измерено", "x".repeat(length)).expect("401", "wrongCredentials", null);
      }
      for (String close : List.of("Correct horse", "correct horse ", "correct hors")) {
        auth(talk, "Анна", close).expect("401", "wrongCredentials", null);
      }
    }
  }

  @Test
  void findsAVerifiedAddressAndTellsOthersByMailOfNewDevices() {
    ManualClock clock = new ManualClock();
    String email = "glafira@example.org";
    try (MailBox box = MailBox.start();
        TestServer mailing = box.server(clock);
        Talk talk = mailing.talk().register("glafira")) {
      auth(talk, email, Talk.PASSWORD).expect("401", "wrongCredentials");
      talk.call("verifyEmail", "code", box.code(email, 1)).expect("200");
      auth(talk, "Glafira@Example.org", Talk.PASSWORD).expect("200");
      auth(talk, email, "wrong horse").expect("401", "wrongCredentials");
      for (int i = 0; i < 3; i++) {
        talk.call("auth", "username", email, "password", Talk.PASSWORD, "device", "<b>phone\nX")
            .expect("200");
      }
      assertThat(MailBox.text(box.await(email, 2).get(1)))
          .contains("Device: <b>phone X", "Address: 127.0.0.1");
      assertThat(MailBox.html(box.await(email, 2).get(1))).contains("&lt;b&gt;phone X");
      talk.call("auth", "username", email, "password", Talk.PASSWORD, "device", "another")
          .expect("200");
      box.await(email, 3);
      assertThat(box.to(email)).hasSize(3);
    }
  }

  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    try (Talk talk = server.talk()) {
      Refusals.ofOpen(talk, "auth", "username", "Анна", "password", Talk.PASSWORD)
          .withoutTimestamp()
          .missing("username", "password")
          .text("username", "password", "device")
          .truth("evict")
          .wrong("username", "413", "tooLong", "x".repeat(321))
          .wrong("device", "413", "tooLong", "x".repeat(129));
    }
  }

  @Test
  void neverMindsATokenThatItDoesNotNeed() {
    try (Talk talk = server.talk().signedInAs("dead")) {
      auth(talk, "Анна", Talk.PASSWORD).expect("200");
    }
  }
}
