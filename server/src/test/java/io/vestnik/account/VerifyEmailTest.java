package io.vestnik.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.AtOnce;
import io.vestnik.ManualClock;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.mail.MailBox;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `verifyEmail`: who brings the code has the address, whoever else claims it.
@Tag("once")
class VerifyEmailTest {
  private static final String SHARED = "shared@example.org";

  private final ManualClock clock = new ManualClock();
  private final MailBox box = MailBox.start();
  private final TestServer server = box.server(clock);
  private final Talk anna = server.talk().register("anna");
  private final Talk boris = server.talk().register("boris");

  @AfterEach
  void stop() {
    anna.close();
    boris.close();
    server.close();
    box.close();
  }

  private static Reply verify(Talk talk, String code) {
    return talk.call("verifyEmail", "code", code);
  }

  private static void change(Talk talk, String email) {
    talk.call("changeEmail", "email", email, "password", Talk.PASSWORD).expect("200");
  }

  private long holders(String email) {
    return Pair.number(
        server, "select count(*) from users where email_key = '%s'".formatted(email));
  }

  @Test
  void verifiesTheAddressOfRegistering() {
    String code = box.code("anna@example.org", 1);
    Answers.hasFields(verify(anna, code));
    verify(anna, code).expect("401", "wrongCode", "code");
    anna.call("auth", "username", "Anna@example.org", "password", Talk.PASSWORD).expect("200");
  }

  @Test
  void takesTheAddressFromWhoHasNotVerifiedIt() {
    change(boris, "anna@example.org");
    verify(boris, box.code("anna@example.org", 2)).expect("200");
    assertThat(holders("anna@example.org")).isEqualTo(1);
    assertThat(Pair.number(server, "select count(*) from users where email is null")).isEqualTo(1);
    // Anna's own code for it comes too late now.
    verify(anna, box.code("anna@example.org", 1)).expect("409", "emailTaken", "email");
    anna.call("checkToken").expect("200");
    change(anna, "other@example.org");
    verify(anna, box.code("other@example.org", 1)).expect("200");
  }

  @Test
  void endsTheRecoveryOfWhoLosesTheAddress() {
    anna.call("recovery", "known_data_type", "username", "known_data", "anna").expect("200");
    String recovery = box.code("anna@example.org", 2);
    change(boris, "anna@example.org");
    verify(boris, box.code("anna@example.org", 3)).expect("200");
    anna.call(
            "confirmRecovery",
            "known_data_type",
            "username",
            "known_data",
            "anna",
            "code",
            recovery,
            "new_password",
            "another horse")
        .expect("401", "wrongCode", "code");
  }

  @Test
  void givesAnAddressToOneOfTwoWhoAskAtOnce() {
    for (int round = 0; round < 5; round++) {
      String email = round + SHARED;
      change(anna, email);
      String first = box.code(email, 1);
      change(boris, email);
      String second = box.code(email, 2);
      List<Talk> talks = List.of(anna, boris);
      List<String> codes = List.of(first, second);
      List<Reply> replies = AtOnce.all(2, i -> () -> verify(talks.get(i), codes.get(i)));
      assertThat(replies.stream().map(Reply::status)).containsExactlyInAnyOrder("200", "409");
      assertThat(holders(email)).isEqualTo(1);
      clock.advance(Duration.ofMinutes(16));
    }
  }

  @Test
  void isNoCodeOfAnother() {
    String code = box.code("anna@example.org", 1);
    verify(boris, code).expect("401", "wrongCode", "code");
    anna.call("recovery", "known_data_type", "username", "known_data", "anna").expect("200");
    verify(anna, box.code("anna@example.org", 2)).expect("401", "wrongCode", "code");
    verify(anna, code).expect("200");
  }

  @Test
  void hearsFiveWrongCodesAndThenNoneFor15Minutes() {
    String code = box.code("anna@example.org", 1);
    for (int i = 0; i < 5; i++) {
      verify(anna, "wrong").expect("401", "wrongCode", "code");
    }
    verify(anna, code).expect("401", "wrongCode", "code");
    clock.advance(Duration.ofMinutes(15));
    change(anna, "anna@example.org");
    verify(anna, box.code("anna@example.org", 2)).expect("200");
  }

  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    Refusals.of(anna, "verifyEmail", "code", "12345678")
        .withoutToken()
        .withoutTimestamp()
        .missing("code")
        .text("code");
  }
}
