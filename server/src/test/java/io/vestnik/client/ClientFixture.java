package io.vestnik.client;

import io.vestnik.Crowd;
import io.vestnik.TestServer;
import io.vestnik.client.transport.WebSocketTransport;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// Clients of a test server that wait briefly before they try again.
final class ClientFixture {
  private ClientFixture() {}

  static WebSocketTransport transport(TestServer server) {
    return WebSocketTransport.to(URI.create("ws://localhost:" + server.port() + "/ws"));
  }

  static FaultyTransport faulty(TestServer server) {
    return new FaultyTransport(transport(server));
  }

  static ClientBuilder client(TestServer server, Crowd.Person person) {
    return ClientBuilder.of(transport(server)).token(person.token()).settings(s -> quick(s));
  }

  static ClientBuilder client(FaultyTransport transport, Crowd.Person person) {
    return ClientBuilder.of(transport).token(person.token()).settings(s -> quick(s));
  }

  static Settings quick(Settings d) {
    return new Settings(
        d.callTimeout(),
        d.answerTimeout(),
        d.silence(),
        Duration.ofMillis(5),
        Duration.ofMillis(50),
        d.inFlight(),
        d.waiting(),
        d.undelivered(),
        d.newChatEntries(),
        d.longestHole(),
        d.presence());
  }

  static Settings with(Settings d, int waiting, int undelivered, Duration answers) {
    return new Settings(
        answers,
        answers,
        d.silence(),
        d.firstRetry(),
        d.longestRetry(),
        d.inFlight(),
        waiting,
        undelivered,
        d.newChatEntries(),
        d.longestHole(),
        d.presence());
  }

  static Settings holesUpTo(Settings d, long longest) {
    return new Settings(
        d.callTimeout(),
        d.answerTimeout(),
        d.silence(),
        d.firstRetry(),
        d.longestRetry(),
        d.inFlight(),
        d.waiting(),
        d.undelivered(),
        d.newChatEntries(),
        longest,
        d.presence());
  }

  /// The texts of a chat as the server has them.
  static List<String> texts(VestnikClient client, long chat) {
    return client
        .call(new io.vestnik.client.mode.GetMessages(chat).withMinMessageId(0L))
        .messages()
        .stream()
        .map(message -> message.content())
        .toList();
  }
}
