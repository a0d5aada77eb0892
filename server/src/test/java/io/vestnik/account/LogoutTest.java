package io.vestnik.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Crowd;
import io.vestnik.ManualClock;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.model.Session;
import io.vestnik.model.TokenHash;
import io.vestnik.wire.Talk;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// `logout`: the token is dead from the answer on; and how a token dies of itself.
class LogoutTest {
  private static final ManualClock clock = new ManualClock();
  @AutoClose private static final TestServer server = TestServer.start(clock, config -> config);

  private static Crowd.Person person(String name) {
    return Crowd.of(server, name, 1).getFirst();
  }

  private static long notes(Talk talk, Crowd.Person person) {
    return talk.chatWith(person.id());
  }

  @Test
  void endsTheTokenOnEveryConnection() {
    Crowd.Person anna = person("anna");
    try (Talk one = anna.talk(server);
        Talk other = anna.talk(server)) {
      long chat = notes(one, anna);
      Object[] message = {"chat_id", chat, "content", "x", "content_type", "text"};
      other.call("sendMessage", message).expect("200");
      Answers.hasFields(one.call("logout"));
      for (Talk talk : new Talk[] {other, one}) {
        talk.call("sendMessage", message).expect("401", "tokenInvalid", "token");
        talk.call("getMessages", "chat_id", chat).expect("401", "tokenInvalid", "token");
        talk.call("getChats").expect("401", "tokenInvalid", "token");
        talk.call("deleteChat", "chat_id", chat).expect("401", "tokenInvalid", "token");
        talk.call("logout").expect("401", "tokenInvalid", "token");
        talk.call("checkConnection").expect("200");
      }
    }
  }

  @Test
  void leavesOtherSessionsAlone() {
    try (Talk one = server.talk().register("boris");
        Talk other = server.talk().signIn("boris")) {
      one.call("logout").expect("200");
      other.call("checkToken").expect("200");
      one.call("checkToken", "token", other.token()).expect("200");
    }
  }

  @Test
  void goesBeforeWhatIsPipelinedAfterIt() {
    Crowd.Person vera = person("vera");
    try (Talk talk = vera.talk(server);
        Talk reader = server.talk().register("reader")) {
      long chat = talk.chatWith(reader.userId());
      Object[] message = {"chat_id", chat, "content", "x", "content_type", "text"};
      talk.post("sendMessage", message);
      talk.post("logout");
      talk.post("sendMessage", message);
      talk.post("deleteChat", "chat_id", chat, "for_everyone", true);
      talk.post("getChats");
      talk.next().expect("200");
      talk.next().expect("200");
      for (int i = 0; i < 3; i++) {
        talk.next().expect("401", "tokenInvalid", "token");
      }
      assertThat(reader.call("getMessages", "chat_id", chat).list("messages")).hasSize(1);
    }
  }

  @Test
  void refusesWhatIsNoToken() {
    try (Talk talk = person("gleb").talk(server)) {
      Refusals.of(talk, "logout").withoutToken().withoutTimestamp();
      talk.call("checkToken").expect("200");
    }
  }

  private void use(Crowd.Person person, String status) {
    try (Talk talk = person.talk(server)) {
      talk.call("checkToken").expect(status);
    }
  }

  @Test
  void isDoneByNinetyDaysWithoutUse() {
    Crowd.Person often = person("often");
    Crowd.Person seldom = person("seldom");
    use(often, "200");
    use(seldom, "200");
    clock.advance(Duration.ofDays(60));
    use(often, "200");
    clock.advance(Duration.ofDays(29));
    use(often, "200");
    clock.advance(Duration.ofDays(1).plusHours(1));
    use(often, "200");
    use(seldom, "401");
    clock.advance(Duration.ofDays(89));
    use(often, "200");
    use(seldom, "401");
  }

  @Test
  void bringsATokenTheHourOfItsLastUseAlone() {
    Crowd.Person dina = person("dina");
    long begun = clock.millis();
    clock.advance(Duration.ofMinutes(59));
    use(dina, "200");
    assertThat(lastUsed(dina)).isEqualTo(begun);
    clock.advance(Duration.ofMinutes(2));
    use(dina, "200");
    long later = begun + Duration.ofMinutes(61).toMillis();
    Pair.eventually(() -> assertThat(lastUsed(dina)).isEqualTo(later));
  }

  // Nobody waits for the write of a use. On SQLite this comes after it; where several write at once
  // it may not.
  private static long lastUsed(Crowd.Person person) {
    return server
        .server()
        .store()
        .write(tx -> {
          Session session = tx.sessions().byToken(TokenHash.of(person.token()));
          return session == null ? 0 : session.lastUsedTime();
        });
  }
}
