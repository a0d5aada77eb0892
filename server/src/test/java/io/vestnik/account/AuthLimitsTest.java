package io.vestnik.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.AtOnce;
import io.vestnik.ManualClock;
import io.vestnik.TestServer;
import io.vestnik.protocol.Limits;
import io.vestnik.protocol.Rate;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import io.vestnik.wire.WireClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `auth`: how many wrong passwords it hears, and how many tokens it gives out.
@Tag("once")
class AuthLimitsTest {
  private static final String WRONG = "incorrect horse";

  private final ManualClock clock = new ManualClock();

  private static Talk from(TestServer server, String address) {
    return Talk.over(WireClient.to(server.port()).localAddress(address).connect());
  }

  private static Reply auth(Talk talk, String username, String password) {
    return talk.call("auth", "username", username, "password", password);
  }

  private static void wrong(Talk talk, String username, int times) {
    for (int i = 0; i < times; i++) {
      auth(talk, username, WRONG).expect("401", "wrongCredentials");
    }
  }

  private static Limits wrongPasswords(Rate account, Rate address) {
    Limits d = TestServer.withoutUserLimits();
    return new Limits(
        d.frameBytes(),
        d.requestsWaiting(),
        d.nesting(),
        d.numberDigits(),
        d.pageItems(),
        d.messageLength(),
        d.tokens(),
        d.groupMembers(),
        d.perUser(),
        d.sends(),
        d.changes(),
        d.reads(),
        d.searches(),
        d.wrongPerAccountAndAddress(),
        account,
        address,
        d.registrations(),
        d.mailedCodes(),
        d.newChats(),
        d.passwordWaitMs());
  }

  @Test
  void hearsTenWrongPasswordsOfAnAccountFromAnAddress() {
    try (TestServer server = TestServer.start(clock, config -> config);
        Talk anna = server.talk().register("anna");
        Talk other = server.talk().register("boris").signedInAs(null);
        Talk elsewhere = from(server, "127.0.0.2")) {
      String token = anna.token();
      anna.signedInAs(null);
      wrong(anna, "anna", 5);
      wrong(anna, "ANNA", 5);
      Reply refused = auth(anna, "anna", WRONG).expect("429", "throttled");
      assertThat(refused.number("error.retry_after_ms")).isBetween(29_990L, 30_001L);
      // Refused before the password is looked at: the right one is, too.
      auth(anna, "anna", Talk.PASSWORD).expect("429", "throttled");
      auth(anna, "nobody", WRONG).expect("401", "wrongCredentials");
      auth(other, "boris", Talk.PASSWORD).expect("200");
      auth(elsewhere, "anna", Talk.PASSWORD).expect("200");
      anna.call("checkToken", "token", token).expect("200");
      clock.advance(Duration.ofSeconds(30));
      wrong(anna, "anna", 1);
      auth(anna, "anna", Talk.PASSWORD).expect("429", "throttled");
      clock.advance(Duration.ofSeconds(30));
      auth(anna, "anna", Talk.PASSWORD).expect("200");
      auth(anna, "anna", Talk.PASSWORD).expect("200");
    }
  }

  @Test
  void neverCountsARightPassword() {
    try (TestServer server = TestServer.start(clock, config -> config);
        Talk talk = server.talk().register("anna").signedInAs(null)) {
      wrong(talk, "anna", 9);
      for (int i = 0; i < 12; i++) {
        talk.call("auth", "username", "anna", "password", Talk.PASSWORD, "evict", true)
            .expect("200");
      }
      wrong(talk, "anna", 1);
      auth(talk, "anna", WRONG).expect("429", "throttled");
    }
  }

  @Test
  void countsNamesThatNobodyHasAsItCountsAccounts() {
    try (TestServer server = TestServer.start(clock, config -> config);
        Talk talk = server.talk()) {
      wrong(talk, "nobody", 10);
      auth(talk, "Nobody", WRONG).expect("429", "throttled");
      wrong(talk, "no such name", 10);
      auth(talk, "no such name", WRONG).expect("429", "throttled");
    }
  }

  @Test
  void countsThoseThatComeAtOnceBeforeItAnswers() {
    try (TestServer server = TestServer.start(clock, config -> config)) {
      server.talk().register("anna").close();
      List<Talk> talks = Stream.generate(server::talk).limit(30).toList();
      List<Reply> replies = AtOnce.all(30, i -> () -> auth(talks.get(i), "anna", WRONG));
      assertThat(replies.stream().map(Reply::status).filter("401"::equals)).hasSize(10);
      assertThat(replies.stream().map(Reply::status).filter("429"::equals)).hasSize(20);
      auth(talks.getFirst(), "boris", WRONG).expect("401", "wrongCredentials");
      talks.forEach(Talk::close);
    }
  }

  @Test
  void hearsSoManyWrongPasswordsOfAnAccountFromAnywhere() {
    Limits limits = wrongPasswords(Rate.parse("6+100/h"), Limits.DEFAULT.wrongPerAddress());
    try (TestServer server = TestServer.start(clock, config -> config.with(limits));
        Talk here = server.talk().register("anna").signedInAs(null);
        Talk there = from(server, "127.0.0.2");
        Talk elsewhere = from(server, "127.0.0.3")) {
      wrong(here, "anna", 3);
      wrong(there, "anna", 3);
      Reply refused = auth(elsewhere, "anna", Talk.PASSWORD).expect("429", "throttled");
      assertThat(refused.number("error.retry_after_ms")).isBetween(35_990L, 36_001L);
      auth(elsewhere, "boris", WRONG).expect("401", "wrongCredentials");
      clock.advance(Duration.ofSeconds(36));
      auth(elsewhere, "anna", Talk.PASSWORD).expect("200");
    }
  }

  @Test
  void hearsSoManyWrongPasswordsFromAnAddressOfAnyAccount() {
    Limits limits = wrongPasswords(Limits.DEFAULT.wrongPerAccount(), Rate.parse("6+1/s"));
    try (TestServer server = TestServer.start(clock, config -> config.with(limits));
        Talk here = server.talk().register("anna").signedInAs(null);
        Talk elsewhere = from(server, "127.0.0.2")) {
      for (int i = 0; i < 6; i++) {
        wrong(here, "nobody" + i, 1);
      }
      Reply refused = auth(here, "anna", Talk.PASSWORD).expect("429", "throttled");
      assertThat(refused.number("error.retry_after_ms")).isBetween(990L, 1_001L);
      auth(elsewhere, "anna", Talk.PASSWORD).expect("200");
      clock.advance(Duration.ofMillis(1_001));
      auth(here, "anna", Talk.PASSWORD).expect("200");
    }
  }

  @Test
  void givesTenTokensAndTellsSoOnlyToWhoKnowsThePassword() {
    try (TestServer server = TestServer.start(clock, config -> config);
        Talk talk = server.talk().register("anna")) {
      List<String> tokens = tenTokens(talk);
      assertThat(new HashSet<>(tokens)).hasSize(10);
      assertThat(tokens).allMatch(token -> token.matches("[A-Za-z0-9_-]{43}"));
      Reply full = auth(talk, "anna", Talk.PASSWORD).expect("403", "tokenLimit", null);
      assertThat(full.text("error.message")).contains("evict");
      talk.call("auth", "username", "anna", "password", Talk.PASSWORD, "evict", false)
          .expect("403", "tokenLimit", null);
      talk.call("auth", "username", "anna", "password", WRONG, "evict", true)
          .expect("401", "wrongCredentials");
      tokens.forEach(token -> talk.call("checkToken", "token", token).expect("200"));
      talk.call("logout", "token", tokens.get(4)).expect("200");
      auth(talk, "anna", Talk.PASSWORD).expect("200");
    }
  }

  // The first is from registering; each is an hour younger than the one before.
  private List<String> tenTokens(Talk talk) {
    List<String> tokens = new ArrayList<>(List.of(talk.token()));
    talk.call("checkToken").expect("200"); // a stranger may not be silent for an hour
    talk.signedInAs(null);
    while (tokens.size() < 10) {
      clock.advance(Duration.ofHours(1));
      tokens.add(auth(talk, "anna", Talk.PASSWORD).expect("200").text("token"));
    }
    return tokens;
  }

  @Test
  void endsTheLeastRecentlyUsedSessionWhereAskedTo() {
    try (TestServer server = TestServer.start(clock, config -> config);
        Talk talk = server.talk().register("anna")) {
      List<String> tokens = tenTokens(talk);
      clock.advance(Duration.ofHours(1));
      talk.call("checkToken", "token", tokens.getFirst()).expect("200");
      String added =
          talk.call("auth", "username", "anna", "password", Talk.PASSWORD, "evict", true)
              .expect("200")
              .text("token");
      talk.call("checkToken", "token", tokens.get(1)).expect("401", "tokenInvalid");
      tokens.remove(1);
      tokens.add(added);
      tokens.forEach(token -> talk.call("checkToken", "token", token).expect("200"));
    }
  }

  @Test
  void neverCountsATokenThatHasDiedOfAge() {
    try (TestServer server = TestServer.start(clock, config -> config)) {
      try (Talk talk = server.talk().register("anna")) {
        tenTokens(talk);
        auth(talk, "anna", Talk.PASSWORD).expect("403", "tokenLimit");
      }
      clock.advance(Duration.ofDays(91));
      try (Talk talk = server.talk()) {
        auth(talk, "anna", Talk.PASSWORD).expect("200");
      }
    }
  }
}
