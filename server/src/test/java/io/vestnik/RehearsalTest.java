package io.vestnik;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What a start is rehearsed with is answered.
class RehearsalTest {
  @Test
  void isAnsweredByAServerWithoutUsers() throws Exception {
    try (TestServer server = TestServer.start()) {
      Rehearsal.talk(URI.create("ws://127.0.0.1:" + server.port() + "/"), Duration.ZERO);
      assertThat(server.server().store().counts().appended()).isEqualTo(1 + 8 * 16);
    }
  }
}
