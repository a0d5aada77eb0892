package io.vestnik.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.ManualClock;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.code.Authenticator;
import io.vestnik.mail.MailBox;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `confirmRecovery`: a mailed code sets a new password, and every older session ends.
@Tag("once")
class ConfirmRecoveryTest {
  private static final String ANNA = "anna@example.org";
  private static final String NEW = "another horse";

  private final ManualClock clock = new ManualClock();
  private final MailBox box = MailBox.start();
  private final TestServer server = box.server(clock);
  private final Talk talk = server.talk();
  private String token = "";

  @BeforeEach
  void register() {
    token = talk.register("anna").token();
    box.await(ANNA, 1);
    talk.signedInAs(null);
  }

  @AfterEach
  void stop() {
    talk.close();
    server.close();
    box.close();
  }

  private String mailed(int count) {
    talk.call("recovery", "known_data_type", "username", "known_data", "anna").expect("200");
    return box.code(ANNA, count);
  }

  private Reply confirm(String code, Object... more) {
    Object[] fields = new Object[8 + more.length];
    Object[] first = {
      "known_data_type", "username", "known_data", "anna", "code", code, "new_password", NEW
    };
    System.arraycopy(first, 0, fields, 0, 8);
    System.arraycopy(more, 0, fields, 8, more.length);
    return talk.call("confirmRecovery", fields);
  }

  private Reply auth(String password) {
    return talk.call("auth", "username", "anna", "password", password);
  }

  @Test
  void setsThePasswordAndEndsAllOlderSessions() {
    String other = auth(Talk.PASSWORD).text("token");
    String code = mailed(2);
    Reply reply = Answers.hasFields(confirm(code), "token", "user_id");
    assertThat(reply.number("user_id")).isEqualTo(talk.userId());
    talk.call("checkToken", "token", reply.text("token")).expect("200");
    talk.call("checkToken", "token", token).expect("401", "tokenInvalid");
    talk.call("checkToken", "token", other).expect("401", "tokenInvalid");
    auth(Talk.PASSWORD).expect("401", "wrongCredentials");
    auth(NEW).expect("200");
    assertThat(box.subject(ANNA, 3)).contains("password was changed");
    confirm(code).expect("401", "wrongCode", "code");
  }

  @Test
  void takesACodeFor15Minutes() {
    String code = mailed(2);
    clock.advance(Duration.ofMinutes(15));
    confirm(code).expect("401", "wrongCode", "code");
    code = mailed(3);
    clock.advance(Duration.ofMinutes(15).minusMillis(1));
    confirm(code).expect("200");
  }

  @Test
  void takesTheLastCodeAlone() {
    String first = mailed(2);
    String second = mailed(3);
    confirm(first).expect("401", "wrongCode", "code");
    confirm(second).expect("200");
  }

  @Test
  void hearsFiveWrongCodesOfAnAccountWhateverCodesWereMailedMeanwhile() {
    String code = mailed(2);
    for (int i = 0; i < 5; i++) {
      confirm(other(code)).expect("401", "wrongCode", "code");
    }
    confirm(code).expect("401", "wrongCode", "code");
    String next = mailed(3);
    confirm(next).expect("401", "wrongCode", "code");
    clock.advance(Duration.ofMinutes(15));
    confirm(mailed(4)).expect("200");
  }

  private static String other(String code) {
    return code.equals("00000000") ? "00000001" : "00000000";
  }

  @Test
  void tellsAWrongCodeAndAnUnknownAccountAlike() {
    mailed(2);
    String wrong = raw("anna", "x");
    assertThat(wrong).contains("\"401\"", "wrongCode");
    for (String unknown : List.of("nobody", "no name", "")) {
      assertThat(raw(unknown, "x")).isEqualTo(wrong);
    }
    for (String shape : List.of("", "1234567", "123456789", "abcdefgh", "x".repeat(100_000))) {
      clock.advance(Duration.ofMinutes(1));
      confirm(shape).expect("401", "wrongCode", "code");
      clock.advance(Duration.ofMinutes(1));
      assertThat(raw("anna", shape)).isEqualTo(wrong);
    }
  }

  private String raw(String username, String code) {
    talk.client()
        .send(
            """
            {"mode": "confirmRecovery", "timestamp": 1, "known_data_type": "username",\
             "known_data": "%s", "code": "%s", "new_password": "another horse"}\
            """
                .formatted(username, code));
    return talk.client().receive().replaceFirst("\"timestamp\":\\d+", "");
  }

  @Test
  void slowsGuessingDownForAccountsThatAreThereAndOthersAlike() {
    for (String name : List.of("anna", "nobody")) {
      for (int i = 0; i < 10; i++) {
        assertThat(raw(name, "guess")).contains("wrongCode");
      }
      assertThat(raw(name, "guess")).contains("\"429\"", "throttled");
    }
    talk.call("checkToken", "token", token).expect("200");
  }

  @Test
  void asksForTheSecondFactorAndKeepsTheMailedCodeUntilItIsRight() {
    talk.signedInAs(token);
    String secret = talk.call("enableTotp", "password", Talk.PASSWORD).text("secret");
    Authenticator app = new Authenticator(secret);
    talk.call("confirmTotp", "code", app.code(clock.millis())).expect("200");
    box.await(ANNA, 2);
    talk.signedInAs(null);
    String code = mailed(3);
    confirm(code).expect("401", "codeRequired", "totp");
    confirm(code, "totp", app.wrong(clock.millis())).expect("401", "wrongCode", "totp");
    confirm(code, "totp", app.code(clock.millis())).expect("401", "wrongCode", "totp");
    auth(Talk.PASSWORD).expect("401", "codeRequired");
    clock.advance(Duration.ofSeconds(30));
    confirm(code, "totp", app.code(clock.millis())).expect("200");
    auth(NEW).expect("401", "codeRequired", "code");
  }

  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    Refusals.ofOpen(
            talk,
            "confirmRecovery",
            "known_data",
            "anna",
            "known_data_type",
            "username",
            "code",
            "12345678",
            "new_password",
            NEW)
        .withoutTimestamp()
        .missing("known_data", "known_data_type", "code", "new_password")
        .text("known_data", "code", "new_password", "totp")
        .wrong("new_password", "422", "range", "", "1234567")
        .wrong("new_password", "413", "tooLong", "x".repeat(129));
  }
}
