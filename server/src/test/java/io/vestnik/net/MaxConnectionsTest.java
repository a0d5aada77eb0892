package io.vestnik.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.vestnik.Config;
import io.vestnik.TestServer;
import io.vestnik.model.SystemClock;
import io.vestnik.wire.UpgradeRefused;
import io.vestnik.wire.WireClient;
import org.junit.jupiter.api.Test;

/// No more WebSockets are open than the operator allows; who comes beyond is told so by 503.
class MaxConnectionsTest {
  private static Config withThree(Config c) {
    return new Config(
        c.listen(),
        c.data(),
        c.database(),
        c.name(),
        c.registration(),
        c.findUsers(),
        c.mail(),
        c.origins(),
        c.proxies(),
        3,
        c.shutdownTime(),
        c.limits());
  }

  private static WireClient served(TestServer server) {
    WireClient client = server.connect();
    client.send(Ask.CHECK);
    assertThat(Ask.status(client.receive())).isEqualTo("200");
    return client;
  }

  @Test
  void whoComesBeyondTheMostIsRefusedUntilSomebodyLeaves() {
    try (TestServer server = TestServer.start(new SystemClock(), MaxConnectionsTest::withThree);
        RawSocket page = new RawSocket(server.port());
        WireClient first = served(server);
        WireClient second = served(server)) {
      WireClient third = served(server);
      assertThat(server.server().connections()).isEqualTo(3);
      assertThatExceptionOfType(UpgradeRefused.class)
          .isThrownBy(() -> server.connect().close())
          .satisfies(refused -> assertThat(refused.status()).isEqualTo(503));
      assertThat(page.get("/health/ready").status()).isEqualTo(200);

      third.abort();
      await().until(() -> server.server().connections() == 2);
      served(server).close();
      first.send(Ask.CHECK);
      assertThat(Ask.status(first.receive())).isEqualTo("200");
      second.send(Ask.CHECK);
      assertThat(Ask.status(second.receive())).isEqualTo("200");
    }
  }
}
