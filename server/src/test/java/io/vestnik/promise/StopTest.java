package io.vestnik.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.ChildServer;
import io.vestnik.wire.CloseFrame;
import io.vestnik.wire.ConnectionEnded;
import io.vestnik.wire.Json;
import io.vestnik.wire.Talk;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that is told to stop answers what is in flight, says goodbye with 1001 and ends with
/// status 0. What it did not answer it did not do.
class StopTest {
  private static final int OUTSTANDING = 64;

  @TempDir private Path data;

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void answersWhatIsInFlightAndSaysGoodbye(String signal) {
    String token;
    long chat;
    int answered;
    try (ChildServer server = ChildServer.start(data);
        Talk anna = server.talk().register("anna");
        Talk idle = server.talk()) {
      token = anna.token();
      chat = anna.chatWith(anna.userId());
      answered = sendUntilGoodbye(server, anna, chat, signal);
      assertThat(idle.client().awaitClose().code()).isEqualTo(1001);
      assertThat(server.status()).as(server.errorsSoFar()).isZero();
      assertThat(server.errors())
          .contains("Stopping", "Stopped: " + answered + " messages in ")
          .doesNotContain("ERROR");
    }
    try (ChildServer server = ChildServer.start(data);
        Talk anna = server.talk().signedInAs(token)) {
      assertThat(anna.call("getChat", "chat_id", chat).number("chat.last_message_id"))
          .as("what was answered was done, and nothing else")
          .isEqualTo(answered + 1L); // the log begins with the chat's own entry
    }
  }

  // So many are always in flight, until the server has closed the connection.
  private static int sendUntilGoodbye(ChildServer server, Talk anna, long chat, String signal) {
    int answered = 0;
    try {
      for (int i = 0; i < OUTSTANDING; i++) {
        send(anna, chat);
      }
      while (true) {
        anna.next().expect("200");
        answered++;
        if (answered == 200) {
          server.signal(signal);
        }
        send(anna, chat);
      }
    } catch (ConnectionEnded e) {
      return answered + answersBeforeGoodbye(anna);
    }
  }

  private static void send(Talk anna, long chat) {
    anna.postAll(
        "sendMessage",
        List.of(Json.object("chat_id", chat, "content", "x", "content_type", "text")));
  }

  // Sending may fail first: what had been answered before is still to be read.
  private static int answersBeforeGoodbye(Talk anna) {
    int answered = 0;
    try {
      while (true) {
        anna.next().expect("200");
        answered++;
      }
    } catch (ConnectionEnded e) {
      CloseFrame goodbye = e.close();
      assertThat(goodbye).as("a close frame").isNotNull();
      assertThat(goodbye.code()).isEqualTo(1001);
      return answered;
    }
  }

  @Test
  void anIdleServerStopsToo() {
    try (ChildServer server = ChildServer.start(data)) {
      server.signal("TERM");
      assertThat(server.status()).isZero();
    }
  }
}
