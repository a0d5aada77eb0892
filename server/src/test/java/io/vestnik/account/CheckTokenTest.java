package io.vestnik.account;

import io.vestnik.Answers;
import io.vestnik.Bursts;
import io.vestnik.Crowd;
import io.vestnik.ManualClock;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.protocol.Limits;
import io.vestnik.wire.Talk;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// `checkToken`: 200 where the token is valid, 401 where it is not.
class CheckTokenTest {
  private static final ManualClock clock = new ManualClock();

  @AutoClose
  private static final TestServer server =
      TestServer.start(clock, config -> config.with(Limits.DEFAULT));

  @Test
  void answersWithTheEnvelopeAlone() {
    try (Talk anna = server.talk().register("anna");
        Talk another = server.talk().signedInAs(anna.token())) {
      Answers.hasFields(anna.call("checkToken"));
      Answers.hasFields(another.call("checkToken"));
    }
  }

  @Test
  void refusesWhatIsNoToken() {
    try (Talk talk = Crowd.of(server, "boris", 1).getFirst().talk(server)) {
      Refusals.of(talk, "checkToken").withoutToken().withoutTimestamp();
      talk.call("logout").expect("200");
      talk.call("checkToken").expect("401", "tokenInvalid", "token");
    }
  }

  @Test
  void isChargedToTheReadsOfItsUserAlone() {
    var people = Crowd.of(server, "vera", 2);
    try (Talk vera = people.getFirst().talk(server);
        Talk other = people.getLast().talk(server)) {
      Bursts.areLimited(clock, Limits.DEFAULT.reads(), vera, "checkToken");
      vera.call("getChats").expect("429", "throttled");
      other.call("checkToken").expect("200");
    }
  }
}
