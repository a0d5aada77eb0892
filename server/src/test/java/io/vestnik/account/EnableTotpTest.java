package io.vestnik.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.ManualClock;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.code.Authenticator;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `enableTotp`: a secret that changes nothing until a code of it comes.
class EnableTotpTest {
  private final ManualClock clock = new ManualClock();
  private final TestServer server = TestServer.start(clock, config -> config);
  private final Talk anna = server.talk().register("anna");

  @AfterEach
  void stop() {
    anna.close();
    server.close();
  }

  private Reply enable() {
    return anna.call("enableTotp", "password", Talk.PASSWORD);
  }

  @Test
  void givesASecretAndItsUri() {
    Reply reply = Answers.hasFields(enable(), "secret", "uri");
    assertThat(reply.text("secret")).matches("[A-Z2-7]{32}");
    assertThat(reply.text("uri"))
        .startsWith("otpauth://totp/Vestnik:anna?secret=" + reply.text("secret") + "&issuer=");
    assertThat(enable().text("secret")).isNotEqualTo(reply.text("secret"));
    anna.call("auth", "username", "anna", "password", Talk.PASSWORD).expect("200");
  }

  @Test
  void doesNotReplaceTheSecretThatIsOn() {
    Authenticator app = new Authenticator(enable().text("secret"));
    anna.call("confirmTotp", "code", app.code(clock.millis())).expect("200");
    enable().expect("401", "codeRequired", "code");
  }

  @Test
  void asksForThePassword() {
    anna.call("enableTotp", "password", "wrong horse").expect("401", "wrongPassword", "password");
  }

  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    Refusals.of(anna, "enableTotp", "password", Talk.PASSWORD)
        .withoutToken()
        .withoutTimestamp()
        .missing("password")
        .text("password");
  }
}
