package io.vestnik.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Bursts;
import io.vestnik.ManualClock;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.protocol.Limits;
import io.vestnik.wire.Json;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// `checkConnection`: it is answered whoever asks, however often.
class CheckConnectionTest {
  private static final ManualClock clock = new ManualClock();

  @AutoClose
  private static final TestServer server =
      TestServer.start(clock, config -> config.with(Limits.DEFAULT));

  @Test
  void answersWithTheEnvelopeAlone() {
    try (Talk talk = server.talk()) {
      Reply reply = Answers.hasFields(talk.call("checkConnection"));
      assertThat(reply.number("timestamp")).isEqualTo(clock.millis());
      assertThat(talk.call("checkConnection", "request_id", "ü".repeat(64)).get("request_id"))
          .isEqualTo("ü".repeat(64));
      assertThat(talk.call("checkConnection", "request_id", 7).number("request_id")).isEqualTo(7);
    }
  }

  @Test
  void asksForATimestampOfAnyNumberOrString() {
    try (Talk talk = server.talk()) {
      for (Object timestamp : List.of(0, -1, 1.5, "", "yesterday", Long.MAX_VALUE)) {
        talk.exchange(Json.object("mode", "checkConnection", "timestamp", timestamp)).expect("200");
      }
      Refusals.ofOpen(talk, "checkConnection")
          .withoutTimestamp()
          .wrong("timestamp", "422", "format", "\u0000")
          .wrong("request_id", "413", "tooLong", "x".repeat(65))
          .wrong("request_id", "422", "type", 1.5, true, List.of(1));
    }
  }

  @Test
  void neverMindsATokenOrWhatElseIsThere() {
    try (Talk talk = server.talk()) {
      for (Object token : List.of("dead", 5, List.of())) {
        talk.call("checkConnection", "token", token, "limit", "many").expect("200");
      }
    }
  }

  @Test
  void isNotLimited() {
    try (Talk talk = server.talk()) {
      assertThat(Bursts.asked(talk, 2_000, "checkConnection")).containsOnly("200");
    }
  }
}
