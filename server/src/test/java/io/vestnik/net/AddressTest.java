package io.vestnik.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Config;
import io.vestnik.TestServer;
import io.vestnik.model.SystemClock;
import io.vestnik.protocol.Limits;
import io.vestnik.protocol.Rate;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import io.vestnik.wire.WireClient;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Whose address a limit per address counts (protocol §2 "Limits"): the connection's own, or what a
/// configured proxy says; where it is not known there is no such limit.
class AddressTest {
  private static final String PROXY = "127.0.0.1";

  private int users;

  private static TestServer letting(int registrations, Set<String> proxies) {
    return TestServer.start(
        new SystemClock(),
        c ->
            new Config(
                c.listen(),
                c.data(),
                c.database(),
                c.name(),
                c.registration(),
                c.findUsers(),
                c.mail(),
                c.origins(),
                proxies,
                c.maxConnections(),
                c.shutdownTime(),
                registering(registrations)));
  }

  private static Limits registering(int burst) {
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
        d.wrongPerAccount(),
        d.wrongPerAddress(),
        new Rate(burst, 0.000_001),
        d.mailedCodes(),
        d.newChats(),
        d.passwordWaitMs());
  }

  /// Registers one more user from this address, the proxy having said this.
  private String registered(TestServer server, String from, @Nullable String forwarded) {
    var dial = WireClient.to(server.port()).localAddress(from);
    if (forwarded != null) {
      dial.header("X-Forwarded-For", forwarded);
    }
    try (Talk talk = Talk.over(dial.connect())) {
      users++;
      Reply reply =
          talk.call(
              "register",
              "username",
              "user" + users,
              "password",
              Talk.PASSWORD,
              "email",
              "user" + users + "@example.org");
      return reply.status();
    }
  }

  @Test
  void eachAddressHasItsOwnLimit() {
    try (TestServer server = letting(1, Set.of())) {
      assertThat(registered(server, "127.0.0.1", null)).isEqualTo("200");
      assertThat(registered(server, "127.0.0.1", null)).isEqualTo("429");
      assertThat(registered(server, "127.0.0.2", null)).isEqualTo("200");
    }
  }

  @Test
  void aConfiguredProxySaysWhoseItIs() {
    try (TestServer server = letting(1, Set.of(PROXY, "10.0.0.9"))) {
      assertThat(registered(server, PROXY, "192.0.2.1")).isEqualTo("200");
      assertThat(registered(server, PROXY, "192.0.2.1")).isEqualTo("429");
      assertThat(registered(server, PROXY, "192.0.2.2")).isEqualTo("200");
      // What the client itself has put before does not count, nor do further proxies of ours.
      assertThat(registered(server, PROXY, "198.51.100.7, 192.0.2.2")).isEqualTo("429");
      assertThat(registered(server, PROXY, "198.51.100.7,192.0.2.1 , 10.0.0.9")).isEqualTo("429");
      assertThat(registered(server, PROXY, "192.0.2.2, 192.0.2.3")).isEqualTo("200");
    }
  }

  @Test
  void aSiteOfIpv6IsOneAddressHoweverItIsWritten() {
    try (TestServer server = letting(1, Set.of(PROXY, "0:0:0:0:0:0:0:1"))) {
      assertThat(registered(server, PROXY, "2001:db8::1, ::1")).isEqualTo("200");
      assertThat(registered(server, PROXY, "2001:DB8:0:0:9::2")).isEqualTo("429");
      assertThat(registered(server, PROXY, "2001:db8:0:1::1")).isEqualTo("200");
    }
  }

  @Test
  void aConfiguredProxyThatSaysNothingIsTheClient() {
    try (TestServer server = letting(1, Set.of(PROXY))) {
      assertThat(registered(server, PROXY, null)).isEqualTo("200");
      assertThat(registered(server, PROXY, null)).isEqualTo("429");
    }
  }

  @Test
  void behindAnUnknownProxyThereIsNoLimitAndAWarningSaysSo() {
    try (LogWatch log = LogWatch.start();
        TestServer server = letting(1, Set.of())) {
      for (int i = 0; i < 3; i++) {
        assertThat(registered(server, PROXY, "192.0.2.1")).isEqualTo("200");
      }
      assertThat(log.linesOf("WARN")).hasSize(1).first().asString().contains("--proxies");
    }
  }
}
