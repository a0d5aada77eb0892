package io.vestnik;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.wire.Talk;
import org.junit.jupiter.api.Test;

/// The original protocol, from one end to the other.
class SmokeTest {
  @Test
  void twoUsersTalkAndSignOut() {
    try (TestServer server = TestServer.start();
        Talk anna = server.talk().register("anna");
        Talk boris = server.talk().register("Борис")) {
      long chat =
          anna.call("createChat", "contact_mode", "username", "contact_value", "борис")
              .expect("200")
              .number("chat_id");
      anna.call("sendMessage", "chat_id", chat, "content", "Привет", "content_type", "text")
          .expect("200");
      assertThat(boris.call("getMessages", "chat_id", chat).texts("messages[].content"))
          .containsExactly("Привет");
      boris.call("logout").expect("200");
      boris.call("getChats").expect("401", "tokenInvalid", "token");
    }
  }
}
