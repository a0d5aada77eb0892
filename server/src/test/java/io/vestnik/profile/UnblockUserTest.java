package io.vestnik.profile;

import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import org.junit.jupiter.api.Test;

/// `unblockUser`: what it refuses; what it gives back is in BlockUserTest.
class UnblockUserTest {
  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    try (TestServer server = TestServer.start();
        Pair pair = Pair.of(server, "unblock")) {
      pair.anna().call("unblockUser", "user_id", 999_999).expect("404", "noUser", "user_id");
      Refusals.of(pair.anna(), "unblockUser", "user_id", pair.borisHimself().id())
          .withoutToken()
          .withoutTimestamp()
          .missing("user_id")
          .id("user_id", 1);
    }
  }
}
