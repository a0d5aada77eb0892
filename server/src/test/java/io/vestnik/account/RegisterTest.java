package io.vestnik.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.AtOnce;
import io.vestnik.Bursts;
import io.vestnik.ManualClock;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.account.GetServerInfo.Registration;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import io.vestnik.wire.WireClient;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// `register`: a new account, signed in at once.
class RegisterTest {
  @AutoClose private static final TestServer server = TestServer.start();

  private static Reply register(Talk talk, String username, String email) {
    return talk.call("register", "username", username, "password", "correct horse", "email", email);
  }

  @Test
  void givesATokenThatWorksAtOnce() {
    try (Talk talk = server.talk()) {
      Reply reply =
          Answers.hasFields(register(talk, "anna", "anna@example.org"), "token", "user_id");
      assertThat(reply.text("token")).matches("[A-Za-z0-9_-]{43}");
      assertThat(reply.number("user_id")).isPositive();
      talk.signedInAs(reply.text("token")).call("checkToken").expect("200");
      talk.call("createChat", "contact_mode", "id", "contact_value", reply.number("user_id"))
          .expect("200");
      talk.signedInAs(null)
          .call("auth", "username", "anna", "password", "correct horse")
          .expect("200");
    }
  }

  @Test
  void keepsANameAsTyped() {
    try (Talk talk = server.talk().register("Глафира")) {
      talk.call("createChat", "contact_mode", "username", "contact_value", "глафира");
      assertThat(talk.call("getChats").texts("chats[].chat_members[].username"))
          .containsExactly("Глафира");
    }
  }

  @Test
  void refusesANameThatIsTakenWhateverItsCase() {
    try (Talk talk = server.talk()) {
      register(talk, "Федот", "fedot@example.org").expect("200");
      for (String same : List.of("Федот", "федот", "ФЕДОТ")) {
        register(talk, same, "other@example.org").expect("409", "usernameTaken", "username");
      }
    }
  }

  @Test
  void refusesANameThatLooksLikeAnother() {
    try (Talk talk = server.talk()) {
      register(talk, "scope", "scope@example.org").expect("200");
      register(talk, "ѕсоре", "other@example.org").expect("409", "usernameTooSimilar", "username");
      register(talk, "allen", "allen@example.org").expect("200");
      register(talk, "a1len", "other@example.org").expect("409", "usernameTooSimilar", "username");
    }
  }

  @Test
  void refusesAnAddressThatIsTakenWhateverItsCase() {
    try (Talk talk = server.talk()) {
      register(talk, "holder", "Holder@Example.org").expect("200");
      for (String same :
          List.of("Holder@Example.org", "holder@example.org", "HOLDER@EXAMPLE.ORG")) {
        register(talk, "other", same).expect("409", "emailTaken", "email");
      }
      // Nothing stays of a refused one.
      register(talk, "other", "other.one@example.org").expect("200");
    }
  }

  @Test
  void tellsOfTheNameFirstWhereBothAreTaken() {
    try (Talk talk = server.talk()) {
      register(talk, "both", "both@example.org").expect("200");
      register(talk, "both", "both@example.org").expect("409", "usernameTaken", "username");
    }
  }

  @Test
  void countsThePasswordInCodePoints() {
    try (Talk talk = server.talk()) {
      Object[] fields = {"username", "counted", "password", "", "email", "counted@example.org"};
      Refusals.ofOpen(talk, "register", fields)
          .wrong("password", "422", "range", "", "1234567", "🔑".repeat(7))
          .wrong("password", "413", "tooLong", "x".repeat(129), "🔑".repeat(129));
      for (String right : List.of("12345678", "🔑".repeat(8), "x".repeat(128), "🔑".repeat(128))) {
        String name = "count" + right.length();
        talk.call("register", "username", name, "password", right, "email", name + "@example.org")
            .expect("200");
        talk.call("auth", "username", name, "password", right).expect("200");
      }
    }
  }

  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    try (Talk talk = server.talk()) {
      Object[] right = {
        "username", "nobody", "password", "correct horse", "email", "nobody@example.org"
      };
      Refusals.ofOpen(talk, "register", right)
          .withoutTimestamp()
          .missing("username", "password", "email")
          .text("username", "password", "email", "device", "language", "invite")
          .wrong("username", "422", "range", "", "ab")
          .wrong("username", "413", "tooLong", "a".repeat(33))
          .wrong("username", "422", "format", "no body", ".nobody", "123", "nobоdy", "a@b.c")
          .wrong("email", "422", "format", "", "nobody", "nobody@", "@example.org", "a b@c.org")
          .wrong("email", "413", "tooLong", "n".repeat(243) + "@example.org")
          .wrong("device", "413", "tooLong", "x".repeat(129))
          .wrong("language", "422", "range", "", "fr", "EN", "russian");
      register(talk, "nobody", "nobody@example.org").expect("200");
    }
  }

  @Test
  void takesADeviceAndALanguageWhereTheyAreGiven() {
    try (Talk talk = server.talk()) {
      Object[] fields = {
        "username",
        "traveller",
        "password",
        "correct horse",
        "email",
        "t@example.org",
        "device",
        "телефон".repeat(18),
        "language",
        "ru",
        "invite",
        null
      };
      talk.call("register", fields).expect("200");
    }
  }

  @Test
  void givesANameToOneOfManyWhoAskAtOnce() {
    List<Talk> talks = Stream.generate(server::talk).limit(20).toList();
    List<Reply> replies =
        AtOnce.all(20, i -> () -> register(talks.get(i), "single", "single" + i + "@example.org"));
    assertThat(replies.stream().filter(reply -> reply.status().equals("200"))).hasSize(1);
    assertThat(replies.stream().filter(reply -> !reply.status().equals("200")))
        .allSatisfy(reply -> reply.expect("409", "usernameTaken", "username"))
        .hasSize(19);
    talks.forEach(Talk::close);
  }

  @Test
  void givesAnAddressToOneOfManyWhoAskAtOnce() {
    List<Talk> talks = Stream.generate(server::talk).limit(10).toList();
    List<String> names =
        List.of("amber", "birch", "cedar", "dogwood", "elder", "fir", "gum", "hazel", "ivy", "oak");
    List<Reply> replies =
        AtOnce.all(10, i -> () -> register(talks.get(i), names.get(i), "tree@example.org"));
    assertThat(replies.stream().map(Reply::status))
        .containsOnlyOnce("200")
        .filteredOn("409"::equals)
        .hasSize(9);
    talks.forEach(Talk::close);
  }

  @Test
  void isClosedWhereTheOperatorSaysSo() {
    try (TestServer closed =
            TestServer.start(new ManualClock(), GetServerInfoTest::closedAndNamed);
        Talk talk = closed.talk()) {
      register(talk, "anna", "anna@example.org").expect("403", "registrationClosed", null);
      register(talk, "x", "anna@example.org").expect("422", "range", "username");
      talk.call("auth", "username", "anna", "password", "correct horse")
          .expect("401", "wrongCredentials");
    }
  }

  @Test
  void takesWhoHasAnInviteWhereTheOperatorSaysSo() {
    ManualClock clock = new ManualClock();
    try (TestServer invited =
            TestServer.start(clock, config -> config.with(null, Registration.INVITE));
        Talk talk = invited.talk()) {
      assertThat(talk.call("getServerInfo").text("features.registration")).isEqualTo("invite");
      String invite =
          invited
              .server()
              .store()
              .write(
                  tx -> new ByOperator(clock).invite(tx, Secrets.ofSystem(), 1, Duration.ofDays(1)))
              .invite();
      register(talk, "anna", "anna@example.org").expect("403", "registrationClosed", null);
      for (String wrong : List.of("", "x", invite + "x", "A".repeat(22), "A".repeat(99))) {
        invite(talk, "anna", wrong).expect("404", "noInvite", "invite");
      }
      invite(talk, "anna", invite).expect("200");
      invite(talk, "boris", invite).expect("404", "noInvite", "invite");
      String late =
          invited
              .server()
              .store()
              .write(tx ->
                  new ByOperator(clock).invite(tx, Secrets.ofSystem(), null, Duration.ofDays(1)))
              .invite();
      invite(talk, "anna", late).expect("409", "usernameTaken", "username");
      invite(talk, "boris", late).expect("200");
      invite(talk, "glafira", late).expect("200");
      clock.advance(Duration.ofDays(1));
      // Over a new connection: the old one may be closed for its silence.
      try (Talk later = invited.talk()) {
        invite(later, "vera", late).expect("404", "noInvite", "invite");
      }
    }
  }

  private static Reply invite(Talk talk, String name, String invite) {
    String email = name + "@example.org";
    return talk.call(
        "register",
        "username",
        name,
        "password",
        "correct horse",
        "email",
        email,
        "invite",
        invite);
  }

  @Test
  void isLimitedForAnAddress() {
    ManualClock clock = new ManualClock();
    try (TestServer limited = TestServer.start(clock, config -> config);
        Talk talk = limited.talk();
        Talk elsewhere =
            Talk.over(WireClient.to(limited.port()).localAddress("127.0.0.2").connect())) {
      register(talk, "ab", "anna@example.org").expect("422", "range", "username");
      register(talk, "anna", "anna@example.org").expect("200");
      Object[] again = {
        "username", "anna", "password", "correct horse", "email", "anna@example.org"
      };
      assertThat(Bursts.asked(talk, 99, "register", again))
          .isEqualTo(Collections.nCopies(99, "409"));
      Reply refused = talk.call("register", again).expect("429", "throttled");
      assertThat(refused.number("error.retry_after_ms")).isBetween(9_990L, 10_001L);
      elsewhere.call("register", again).expect("409", "usernameTaken", "username");
      clock.advance(Duration.ofSeconds(9));
      talk.call("register", again).expect("429", "throttled");
      clock.advance(Duration.ofMillis(1_001));
      talk.call("register", again).expect("409", "usernameTaken", "username");
      talk.call("register", again).expect("429", "throttled");
    }
  }
}
