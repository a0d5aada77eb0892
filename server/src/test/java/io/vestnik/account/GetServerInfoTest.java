package io.vestnik.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Config;
import io.vestnik.ManualClock;
import io.vestnik.Refusals;
import io.vestnik.Server;
import io.vestnik.TestServer;
import io.vestnik.account.GetServerInfo.Registration;
import io.vestnik.protocol.Limits;
import io.vestnik.wire.Fields;
import io.vestnik.wire.Json;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `getServerInfo`: what this server is, allows and can do.
class GetServerInfoTest {

  @Test
  void tellsTheServersNameVersionLimitsAndFeatures() {
    try (TestServer server = TestServer.start();
        Talk talk = server.talk()) {
      Reply info =
          Answers.hasFields(
              talk.call("getServerInfo"), "name", "version", "protocol", "limits", "features");
      assertThat(info.text("name")).isEqualTo("Vestnik");
      assertThat(info.text("version")).isEqualTo(Server.VERSION);
      assertThat(info.number("protocol")).isEqualTo(1);
      assertThat(info.get("features"))
          .isEqualTo(Json.object("mail", false, "registration", "open", "find_users", true));
      Refusals.ofOpen(talk, "getServerInfo").withoutTimestamp();
    }
  }

  @Test
  void showsEachLimitUnderItsName() {
    try (TestServer server =
            TestServer.start(new ManualClock(), config -> config.with(Limits.DEFAULT));
        Talk talk = server.talk()) {
      Reply info = talk.call("getServerInfo");
      assertThat(numbers(info, "limits"))
          .isEqualTo(
              Json.object(
                  "frameBytes", 1_048_576L,
                  "requestsWaiting", 128L,
                  "nesting", 32L,
                  "numberDigits", 32L,
                  "pageItems", 1_000L,
                  "messageLength", 16_384L,
                  "groupMembers", 5_000L,
                  "tokens", 10L,
                  "passwordWaitMs", 2_000L));
      assertThat(info.truth("limits.perUser")).isTrue();
      rate(info, "sends", 1_000, 200);
      rate(info, "changes", 300, 30);
      rate(info, "reads", 1_000, 200);
      rate(info, "searches", 30, 5);
      rate(info, "wrongPerAccountAndAddress", 10, 1.0 / 30);
      rate(info, "wrongPerAccount", 100, 100.0 / 3600);
      rate(info, "wrongPerAddress", 100, 1);
      rate(info, "registrations", 100, 0.1);
      rate(info, "newChats", 100, 0.1);
    }
  }

  private static Map<String, Object> numbers(Fields info, String path) {
    Map<String, Object> numbers = Json.object();
    ((Map<?, ?>) info.get(path))
        .forEach((name, value) -> {
          if (value instanceof Long number) {
            numbers.put(String.valueOf(name), number);
          }
        });
    return numbers;
  }

  private static void rate(Fields info, String name, long burst, double perSecond) {
    assertThat(info.number("limits." + name + ".burst")).isEqualTo(burst);
    Object rate = info.get("limits." + name + ".perSecond");
    assertThat(new BigDecimal(String.valueOf(rate)).doubleValue()).isEqualTo(perSecond);
  }

  @Test
  void showsWhatTheOperatorHasChosen() {
    try (TestServer server =
            TestServer.start(new ManualClock(), GetServerInfoTest::closedAndNamed);
        Talk talk = server.talk()) {
      Reply info = talk.call("getServerInfo");
      assertThat(List.of(info.text("name"), info.text("features.registration")))
          .containsExactly("Почта", "closed");
      assertThat(info.truth("features.find_users")).isFalse();
      assertThat(info.truth("limits.perUser")).isFalse();
    }
  }

  static Config closedAndNamed(Config c) {
    return new Config(
        c.listen(),
        c.data(),
        c.database(),
        "Почта",
        Registration.CLOSED,
        false,
        c.mail(),
        c.origins(),
        c.proxies(),
        c.maxConnections(),
        c.shutdownTime(),
        c.limits());
  }
}
