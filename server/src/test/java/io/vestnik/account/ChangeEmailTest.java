package io.vestnik.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.ManualClock;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.mail.MailBox;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `changeEmail`: another address, once a code that was mailed to it has come back.
@Tag("once")
class ChangeEmailTest {
  private static final String OLD = "anna@example.org";
  private static final String NEW = "new@example.org";

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

  private static Reply change(Talk talk, String email) {
    return talk.call("changeEmail", "email", email, "password", Talk.PASSWORD);
  }

  private static Reply verify(Talk talk, String code) {
    return talk.call("verifyEmail", "code", code);
  }

  private Reply auth(String email) {
    try (Talk talk = server.talk()) {
      return talk.call("auth", "username", email, "password", Talk.PASSWORD, "evict", true);
    }
  }

  @Test
  void takesEffectWhenTheCodeComesBack() {
    verify(anna, box.code(OLD, 1)).expect("200");
    auth(OLD).expect("200");
    Answers.hasFields(change(anna, NEW));
    String code = box.code(NEW, 1);
    auth(NEW).expect("401", "wrongCredentials");
    auth(OLD).expect("200");
    verify(anna, code).expect("200");
    auth("NEW@example.org").expect("200");
    auth(OLD).expect("401", "wrongCredentials");
    // The old address hears of it too.
    Pair.eventually(() ->
        assertThat(box.to(OLD).stream().map(MailBox::text))
            .anyMatch(text -> text.contains("e-mail address of your account was changed")));
    assertThat(box.subject(NEW, 2)).contains("address was changed");
  }

  @Test
  void endsTheCodeBefore() {
    String first = box.code(OLD, 1);
    change(anna, NEW).expect("200");
    String second = box.code(NEW, 1);
    verify(anna, first).expect("401", "wrongCode", "code");
    verify(anna, second).expect("200");
  }

  @Test
  void refusesAnAddressThatAnotherHasVerifiedAndTakesOneThatIsOnlyClaimed() {
    try (Talk boris = server.talk().register("boris")) {
      change(anna, "boris@example.org").expect("200");
      verify(boris, box.code("boris@example.org", 1)).expect("200");
      change(anna, "Boris@example.org").expect("409", "emailTaken", "email");
    }
  }

  @Test
  void asksForThePassword() {
    for (int i = 0; i < 10; i++) {
      anna.call("changeEmail", "email", NEW, "password", "wrong horse")
          .expect("401", "wrongPassword", "password");
    }
    change(anna, NEW).expect("429", "throttled");
    anna.call("checkToken").expect("200");
  }

  @Test
  void mailsNoMoreCodesThanAreAllowed() {
    for (int i = 0; i < 8; i++) {
      change(anna, NEW).expect("200");
    }
    // One of the five went to the old address, when it was registered.
    box.code(NEW, 4);
    Pair.eventually(() -> assertThat(Pair.number(server, "select count(*) from mails")).isZero());
    assertThat(box.to(NEW)).hasSize(4);
  }

  @Test
  void takesEffectAtOnceWhereNoMailIsSetUp() {
    try (TestServer mute = TestServer.start();
        Talk boris = mute.talk().register("boris");
        Talk vera = mute.talk().register("vera")) {
      change(boris, "vera@example.org").expect("409", "emailTaken", "email");
      change(boris, "BORIS@example.org").expect("200");
      change(boris, NEW).expect("200");
      change(vera, "boris@example.org").expect("200");
      change(vera, NEW).expect("409", "emailTaken", "email");
      // No address is verified, so nobody signs in by one.
      vera.call("auth", "username", "boris@example.org", "password", Talk.PASSWORD)
          .expect("401", "wrongCredentials");
    }
  }

  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    Refusals.of(anna, "changeEmail", "email", NEW, "password", Talk.PASSWORD)
        .withoutToken()
        .withoutTimestamp()
        .missing("email", "password")
        .text("email", "password")
        .wrong(
            "email", "422", "format", "", "nobody", "a@b@c.org", "a b@c.org", "a@b.org\r\nBcc: c")
        .wrong("email", "413", "tooLong", "n".repeat(243) + "@example.org");
  }
}
