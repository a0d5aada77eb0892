package io.vestnik.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vestnik.TestServer;
import io.vestnik.client.mode.CheckToken;
import io.vestnik.client.mode.GetMessages;
import io.vestnik.model.Message;
import io.vestnik.protocol.ErrorCode;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// A client as an application uses it, against a real server.
class VestnikClientTest {
  @AutoClose private static final TestServer SERVER = TestServer.start();

  private static URI address() {
    return URI.create("ws://localhost:" + SERVER.port() + "/ws");
  }

  private static String email(String name) {
    return name + "@example.org";
  }

  @Test
  void twoClientsTalk() {
    Heard heard = new Heard();
    try (VestnikClient anna = VestnikClient.connect(address());
        VestnikClient boris = VestnikClient.builder(address()).listener(heard).connect()) {
      anna.register("anna1", "correct horse", email("anna1"));
      boris.register("boris1", "correct horse", email("boris1"));
      await().until(() -> heard.has(Heard.Word.CAUGHT_UP));
      long chat = anna.chatWith("boris1");
      List<CompletableFuture<Long>> sent =
          IntStream.range(0, 50).mapToObj(i -> anna.send(chat, "message " + i)).toList();
      assertThat(sent.stream().map(CompletableFuture::join))
          .containsExactlyElementsOf(IntStream.range(2, 52).mapToObj(Long::valueOf).toList());
      await().until(() -> heard.texts(chat).size() == 50);
      assertThat(heard.entries(chat))
          .containsExactlyElementsOf(IntStream.range(1, 52).mapToObj(Long::valueOf).toList());
      List<Message> messages = boris.call(new GetMessages(chat).withLimit(2)).messages();
      assertThat(messages).extracting(Message::content).containsExactly("message 48", "message 49");
    }
  }

  @Test
  void aRefusalIsAnException() {
    try (VestnikClient anna = VestnikClient.connect(address())) {
      assertThatThrownBy(() -> anna.call(new CheckToken()))
          .isInstanceOfSatisfying(
              VestnikException.class,
              e -> {
                assertThat(e.status()).isEqualTo(401);
                assertThat(e.is(ErrorCode.TOKEN_MISSING)).isTrue();
                assertThat(e.field()).isEqualTo("token");
                assertThat(e.temporary()).isFalse();
                assertThat(e.mayBeDone()).isFalse();
                assertThat(e.retryAfter()).isNull();
              });
    }
  }
}
