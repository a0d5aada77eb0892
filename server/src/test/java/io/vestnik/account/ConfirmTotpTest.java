package io.vestnik.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.AtOnce;
import io.vestnik.ManualClock;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.code.Authenticator;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `confirmTotp`: two factors are on, and signing in takes a code that nobody has used.
@Tag("once")
class ConfirmTotpTest {
  private final ManualClock clock = new ManualClock();
  private final TestServer server = TestServer.start(clock, config -> config);
  private final Talk anna = server.talk().register("anna");

  @AfterEach
  void stop() {
    anna.close();
    server.close();
  }

  private Authenticator enable() {
    return new Authenticator(anna.call("enableTotp", "password", Talk.PASSWORD).text("secret"));
  }

  private Reply auth(Talk talk, String code) {
    return talk.call(
        "auth", "username", "anna", "password", Talk.PASSWORD, "code", code, "evict", true);
  }

  private Reply auth(String code) {
    return auth(anna, code);
  }

  private List<String> confirmed(Authenticator app) {
    Reply reply = anna.call("confirmTotp", "code", app.code(clock.millis()));
    return Answers.hasFields(reply, "recovery_codes").texts("recovery_codes[]");
  }

  @Test
  void makesSigningInAskForACode() {
    Authenticator app = enable();
    anna.call("confirmTotp", "code", app.wrong(clock.millis())).expect("401", "wrongCode", "code");
    confirmed(app);
    auth(null).expect("401", "codeRequired", "code");
    anna.call("auth", "username", "anna", "password", "wrong horse")
        .expect("401", "wrongCredentials");
    clock.advance(Duration.ofSeconds(30));
    auth(app.code(clock.millis())).expect("200");
    anna.call("checkToken").expect("200");
  }

  @Test
  void takesACodeOnceAndNoneOfAnEarlierStep() {
    Authenticator app = enable();
    confirmed(app);
    // The one that confirmed it is used.
    auth(app.code(clock.millis())).expect("401", "wrongCode", "code");
    clock.advance(Duration.ofMinutes(2));
    long now = clock.millis();
    auth(app.code(now - 60_000)).expect("401", "wrongCode", "code");
    auth(app.code(now)).expect("200");
    auth(app.code(now)).expect("401", "wrongCode", "code");
    auth(app.code(now - 30_000)).expect("401", "wrongCode", "code");
    auth(app.code(now + 30_000)).expect("200");
    clock.advance(Duration.ofSeconds(30));
    auth(app.code(clock.millis())).expect("401", "wrongCode", "code");
  }

  @Test
  void takesACodeOnceOfManyAtOnce() {
    Authenticator app = enable();
    List<String> codes = confirmed(app);
    clock.advance(Duration.ofMinutes(1));
    for (String code : List.of(app.code(clock.millis()), codes.getFirst())) {
      List<Talk> talks = Stream.generate(server::talk).limit(4).toList();
      List<Reply> replies = AtOnce.all(4, i -> () -> auth(talks.get(i), code));
      assertThat(replies.stream().map(Reply::status)).containsOnlyOnce("200");
      talks.forEach(Talk::close);
    }
  }

  @Test
  void givesTenRecoveryCodesEachGoodOnce() {
    List<String> codes = confirmed(enable());
    assertThat(codes).hasSize(10).doesNotHaveDuplicates();
    assertThat(codes).allMatch(code -> code.matches("([A-Z2-7]{4}-){3}[A-Z2-7]{4}"));
    auth(codes.getFirst()).expect("200");
    auth(codes.getFirst()).expect("401", "wrongCode", "code");
    auth(" " + codes.get(1).replace("-", " ").toLowerCase(java.util.Locale.ROOT)).expect("200");
    codes.subList(2, 10).forEach(code -> auth(code).expect("200"));
  }

  @Test
  void keepsTheCodeGoodWhereThereAreTooManyTokens() {
    Authenticator app = enable();
    confirmed(app);
    for (int i = 0; i < 9; i++) {
      clock.advance(Duration.ofSeconds(30));
      auth(app.code(clock.millis())).expect("200");
    }
    clock.advance(Duration.ofSeconds(30));
    String code = app.code(clock.millis());
    anna.call("auth", "username", "anna", "password", Talk.PASSWORD, "code", code)
        .expect("403", "tokenLimit");
    auth(code).expect("200");
  }

  @Test
  void countsWrongCodesAsWrongPasswords() {
    Authenticator app = enable();
    confirmed(app);
    clock.advance(Duration.ofMinutes(1));
    for (int i = 0; i < 10; i++) {
      auth(app.wrong(clock.millis())).expect("401", "wrongCode", "code");
    }
    auth(app.code(clock.millis())).expect("429", "throttled");
    anna.call("checkToken").expect("200");
    // A missing code is no wrong one.
    clock.advance(Duration.ofMinutes(5));
    for (int i = 0; i < 11; i++) {
      auth(null).expect("401", "codeRequired", "code");
    }
  }

  @Test
  void hasNothingToConfirmWithoutASecretOrTwice() {
    anna.call("confirmTotp", "code", "123456").expect("401", "wrongCode", "code");
    Authenticator app = enable();
    confirmed(app);
    clock.advance(Duration.ofMinutes(1));
    anna.call("confirmTotp", "code", app.code(clock.millis())).expect("401", "wrongCode", "code");
  }

  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    Refusals.of(anna, "confirmTotp", "code", "123456")
        .withoutToken()
        .withoutTimestamp()
        .missing("code")
        .text("code");
  }
}
