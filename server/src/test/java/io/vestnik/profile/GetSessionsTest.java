package io.vestnik.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.ManualClock;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// `getSessions`: where one is signed in.
class GetSessionsTest {
  private static final ManualClock clock = new ManualClock();

  @AutoClose
  private static final TestServer server = TestServer.start(clock, UnaryOperator.identity());

  @Test
  void listsThemTheLastUsedFirst() {
    try (Talk anna = server.talk().register("anna");
        Talk boris = server.talk().register("boris")) {
      clock.advance(Duration.ofMinutes(1));
      boris
          .call("auth", "username", "anna", "password", Talk.PASSWORD, "device", "phone")
          .expect("200");
      Reply all = Answers.hasFields(anna.call("getSessions"), "sessions");
      assertThat(all.texts("sessions[].device")).containsExactly("phone");
      assertThat(all.list("sessions")).hasSize(2);
      assertThat(all.truth("sessions[0].current")).isFalse();
      assertThat(all.truth("sessions[1].current")).isTrue();
      assertThat(all.texts("sessions[].address")).containsOnly("127.0.0.1");
      assertThat(all.numbers("sessions[].created_time").getFirst()).isEqualTo(clock.millis());
      assertThat(all.numbers("sessions[].last_used_time").getFirst()).isEqualTo(clock.millis());
      assertThat(boris.call("getSessions").list("sessions")).hasSize(1);
      // The phone's has died of age, anna's own is in use.
      later(anna, "checkToken");
      assertThat(later(anna, "getSessions").list("sessions")).hasSize(1);
    }
  }

  // Over a new connection: the old one may be closed for its silence.
  private static Reply later(Talk talk, String mode) {
    clock.advance(Duration.ofDays(60));
    try (Talk later = server.talk().signedInAs(talk.token())) {
      return later.call(mode).expect("200");
    }
  }

  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    try (Talk vera = server.talk().register("vera")) {
      Refusals.of(vera, "getSessions").withoutToken().withoutTimestamp();
    }
  }
}
