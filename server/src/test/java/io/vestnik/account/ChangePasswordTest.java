package io.vestnik.account;

import io.vestnik.Answers;
import io.vestnik.ManualClock;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.mail.MailBox;
import io.vestnik.wire.Talk;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `changePassword`: another password, and the other sessions end.
@Tag("once")
class ChangePasswordTest {
  private static final String NEW = "another horse";

  private final ManualClock clock = new ManualClock();
  private final MailBox box = MailBox.start();
  private final TestServer server = box.server(clock);
  private final Talk anna = server.talk().register("anna");
  private final Talk other = server.talk().signIn("anna");

  @AfterEach
  void stop() {
    anna.close();
    other.close();
    server.close();
    box.close();
  }

  @Test
  void endsTheOtherSessionsAndTellsByMail() {
    try (Talk listening = server.talk().signIn("anna")) {
      listening.call("subscribe").expect("200");
      Answers.hasFields(
          anna.call("changePassword", "password", Talk.PASSWORD, "new_password", NEW));
      anna.call("checkToken").expect("200");
      other.call("checkToken").expect("401", "tokenInvalid");
      Assertions.assertThat(listening.client().awaitClose().code()).isEqualTo(4401);
    }
    other
        .call("auth", "username", "anna", "password", Talk.PASSWORD)
        .expect("401", "wrongCredentials");
    other.call("auth", "username", "anna", "password", NEW).expect("200");
    Pair.eventually(() ->
        Assertions.assertThat(box.to("anna@example.org").stream().map(MailBox::text))
            .anyMatch(text -> text.contains("Other devices have been signed out")));
  }

  @Test
  void endsACodeOfRecovery() {
    other.call("recovery", "known_data_type", "username", "known_data", "anna").expect("200");
    Pair.eventually(() ->
        Assertions.assertThat(box.to("anna@example.org").stream().map(MailBox::text))
            .anyMatch(text -> text.contains("set a new password")));
    anna.call("changePassword", "password", Talk.PASSWORD, "new_password", NEW).expect("200");
    Assertions.assertThat(
            Pair.number(
                server,
                "select count(*) from codes where user_id > 0 and purpose = 1"
                    + " and code_hash is not null"))
        .isZero();
  }

  @Test
  void tellsAnAddressThatNobodyHasVerifiedNoMoreThanItTellsCodes() {
    String waiting = "select count(*) from mails";
    for (int i = 0; i < 7; i++) {
      anna.call("changePassword", "password", Talk.PASSWORD, "new_password", Talk.PASSWORD)
          .expect("200");
    }
    Pair.eventually(() -> Assertions.assertThat(Pair.number(server, waiting)).isZero());
    Assertions.assertThat(box.to("anna@example.org").stream().map(MailBox::text))
        .filteredOn(text -> text.contains("Other devices have been signed out"))
        .hasSize(5);
  }

  @Test
  void countsWrongPasswordsOfItsSessionAlone() {
    for (int i = 0; i < 10; i++) {
      anna.call("changePassword", "password", "wrong horse", "new_password", NEW)
          .expect("401", "wrongPassword", "password");
    }
    anna.call("changePassword", "password", Talk.PASSWORD, "new_password", NEW)
        .expect("429", "throttled");
    anna.call("checkToken").expect("200");
    try (Talk another = server.talk()) {
      another.call("auth", "username", "anna", "password", Talk.PASSWORD).expect("200");
    }
    other.call("changePassword", "password", Talk.PASSWORD, "new_password", NEW).expect("200");
  }

  @Test
  void isNotKeptFromItsUserByWhoeverGuesses() {
    try (Talk stranger = server.talk()) {
      for (int i = 0; i < 10; i++) {
        stranger.call("auth", "username", "anna", "password", "wrong horse").expect("401");
      }
      stranger.call("auth", "username", "anna", "password", Talk.PASSWORD).expect("429");
    }
    anna.call("changePassword", "password", Talk.PASSWORD, "new_password", NEW).expect("200");
  }

  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    Refusals.of(anna, "changePassword", "password", Talk.PASSWORD, "new_password", NEW)
        .withoutToken()
        .withoutTimestamp()
        .missing("password", "new_password")
        .text("password", "new_password")
        .wrong("new_password", "422", "range", "", "1234567")
        .wrong("new_password", "413", "tooLong", "x".repeat(129));
  }
}
