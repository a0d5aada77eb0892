package io.vestnik.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vestnik.Config;
import io.vestnik.TestServer;
import io.vestnik.model.SystemClock;
import io.vestnik.wire.Dial;
import io.vestnik.wire.UpgradeRefused;
import io.vestnik.wire.WireClient;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which web pages may connect (protocol §1 "Origin").
class OriginTest {
  private static final String LISTED = "https://chat.example.org";

  private static TestServer plain;
  private static TestServer listing;
  private static TestServer open;
  private static TestServer behindProxy;

  @BeforeAll
  static void start() {
    plain = server(Set.of(), Set.of());
    listing = server(Set.of(LISTED, "http://localhost:3000"), Set.of());
    open = server(Set.of("*"), Set.of());
    behindProxy = server(Set.of(), Set.of("127.0.0.1"));
  }

  @AfterAll
  static void stop() {
    plain.close();
    listing.close();
    open.close();
    behindProxy.close();
  }

  private static TestServer server(Set<String> origins, Set<String> proxies) {
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
                origins,
                proxies,
                c.maxConnections(),
                c.shutdownTime(),
                c.limits()));
  }

  private static Dial to(TestServer server) {
    return WireClient.to(server.port());
  }

  private static void isServed(Dial dial) {
    try (WireClient client = dial.connect()) {
      client.send(Ask.CHECK);
      assertThat(Ask.status(client.receive())).isEqualTo("200");
    }
  }

  private static void isRefused(Dial dial) {
    assertThatExceptionOfType(UpgradeRefused.class)
        .isThrownBy(() -> dial.connect().close())
        .satisfies(refused -> {
          assertThat(refused.status()).isEqualTo(403);
          assertThat(refused.body()).contains("--origins");
        });
  }

  @Test
  void aNativeClientHasNone() {
    isServed(to(plain));
  }

  @Test
  void theServersOwnPagesMayConnect() {
    isServed(to(plain).header("Origin", "http://127.0.0.1:" + plain.port()));
    isServed(to(plain).header("Origin", "https://chat.test").header("Host", "chat.test"));
    isServed(to(plain).header("Origin", "https://chat.test:8443").header("Host", "CHAT.test:8443"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example.org",
        "null",
        "",
        "https://127.0.0.1",
        "https://chat.example.org",
        "file://",
        "https://127.0.0.1.evil.example.org",
        "*",
      })
  void otherPagesMayNot(String origin) {
    isRefused(to(plain).header("Origin", origin));
  }

  @Test
  void listedOnesMay() {
    isServed(to(listing).header("Origin", LISTED));
    isServed(to(listing).header("Origin", "http://localhost:3000"));
    isServed(to(listing).header("Origin", "http://127.0.0.1:" + listing.port()));
    isRefused(to(listing).header("Origin", LISTED + ".evil.example"));
    isRefused(to(listing).header("Origin", "http://chat.example.org"));
    isRefused(to(listing).header("Origin", LISTED + ":8443"));
  }

  @Test
  void allMayWhereAllAreAllowed() {
    isServed(to(open).header("Origin", "https://evil.example.org"));
    isServed(to(open).header("Origin", "null"));
  }

  @Test
  void theHostThatAProxyWasAskedForCounts() {
    isServed(
        to(behindProxy)
            .header("Origin", "https://chat.example.org")
            .header("X-Forwarded-Host", "chat.example.org"));
    isRefused(
        to(behindProxy)
            .header("Origin", "https://evil.example.org")
            .header("X-Forwarded-Host", "chat.example.org"));
  }

  @Test
  void anybodyElsesWordOnTheHostDoesNotCount() {
    isRefused(
        to(plain)
            .header("Origin", "https://evil.example.org")
            .header("X-Forwarded-Host", "evil.example.org"));
    isRefused(
        to(behindProxy)
            .localAddress("127.0.0.2")
            .header("Origin", "https://evil.example.org")
            .header("X-Forwarded-Host", "evil.example.org"));
  }
}
