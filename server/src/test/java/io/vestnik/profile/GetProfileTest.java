package io.vestnik.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.ManualClock;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// `getProfile`: one's own account.
class GetProfileTest {
  private static final ManualClock clock = new ManualClock();

  @AutoClose
  private static final TestServer server = TestServer.start(clock, UnaryOperator.identity());

  @Test
  void givesWhatOneHasRegistered() {
    try (Talk anna = server.talk().register("Анна")) {
      Reply profile =
          Answers.hasFields(
              anna.call("getProfile"),
              "user_id",
              "username",
              "email",
              "email_verified",
              "language",
              "totp",
              "show_presence",
              "created_time");
      assertThat(profile.number("user_id")).isEqualTo(anna.userId());
      assertThat(profile.text("username")).isEqualTo("Анна");
      assertThat(profile.truth("email_verified")).isFalse();
      assertThat(profile.text("language")).isEqualTo("en");
      assertThat(profile.truth("totp")).isFalse();
      assertThat(profile.text("show_presence")).isEqualTo("contacts");
      assertThat(profile.number("created_time")).isEqualTo(clock.millis());
    }
  }

  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    try (Talk boris = server.talk().register("boris")) {
      Refusals.of(boris, "getProfile").withoutToken().withoutTimestamp();
    }
  }
}
