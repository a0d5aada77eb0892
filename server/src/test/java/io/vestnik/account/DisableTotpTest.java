package io.vestnik.account;

import io.vestnik.Answers;
import io.vestnik.ManualClock;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.code.Authenticator;
import io.vestnik.mail.MailBox;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `disableTotp`: two factors are off, for the password and a code.
@Tag("once")
class DisableTotpTest {
  private final ManualClock clock = new ManualClock();
  private final MailBox box = MailBox.start();
  private final TestServer server = box.server(clock);
  private final Talk anna = server.talk().register("anna");

  @AfterEach
  void stop() {
    anna.close();
    server.close();
    box.close();
  }

  private Reply disable(String password, String code) {
    return anna.call("disableTotp", "password", password, "code", code);
  }

  @Test
  void turnsThemOffForAPasswordAndACode() {
    Authenticator app =
        new Authenticator(anna.call("enableTotp", "password", Talk.PASSWORD).text("secret"));
    List<String> codes =
        anna.call("confirmTotp", "code", app.code(clock.millis())).texts("recovery_codes[]");
    clock.advance(Duration.ofSeconds(30));
    disable("wrong horse", app.code(clock.millis())).expect("401", "wrongPassword", "password");
    disable(Talk.PASSWORD, app.wrong(clock.millis())).expect("401", "wrongCode", "code");
    Answers.hasFields(disable(Talk.PASSWORD, app.code(clock.millis())));
    anna.call("auth", "username", "anna", "password", Talk.PASSWORD).expect("200");
    Assertions.assertThat(Pair.number(server, "select count(*) from recovery_codes")).isZero();
    Pair.eventually(() ->
        Assertions.assertThat(box.to("anna@example.org").stream().map(MailBox::text).toList())
            .anyMatch(text -> text.contains("was turned on"))
            .anyMatch(text -> text.contains("was turned off")));
    // Another time they are others.
    Authenticator next =
        new Authenticator(anna.call("enableTotp", "password", Talk.PASSWORD).text("secret"));
    anna.call("confirmTotp", "code", next.code(clock.millis())).expect("200");
    disable(Talk.PASSWORD, codes.getLast()).expect("401", "wrongCode", "code");
  }

  @Test
  void takesARecoveryCodeToo() {
    Authenticator app =
        new Authenticator(anna.call("enableTotp", "password", Talk.PASSWORD).text("secret"));
    List<String> codes =
        anna.call("confirmTotp", "code", app.code(clock.millis())).texts("recovery_codes[]");
    disable(Talk.PASSWORD, codes.getFirst()).expect("200");
  }

  @Test
  void changesNothingWhereTheyAreOff() {
    disable(Talk.PASSWORD, "123456").expect("200");
    disable("wrong horse", "123456").expect("401", "wrongPassword", "password");
  }

  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    Refusals.of(anna, "disableTotp", "password", Talk.PASSWORD, "code", "123456")
        .withoutToken()
        .withoutTimestamp()
        .missing("password", "code")
        .text("password", "code");
  }
}
