package io.vestnik.bench;

import io.vestnik.protocol.JsonReader;
import io.vestnik.protocol.JsonWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Accounts signed up over the wire, at a server that runs already. To one on this machine it comes
/// from several addresses, for an address may sign up a hundred at once.
final class RegisteredAccounts {
  private static final int PAIRS_AN_ADDRESS = 40;

  private final InetSocketAddress server;
  private final String run = Long.toString(System.currentTimeMillis(), 36);

  RegisteredAccounts(InetSocketAddress server) {
    this.server = server;
  }

  /// Signs up so many pairs, each with a chat of the two.
  List<Account> make(int pairs) {
    List<Account> accounts = new ArrayList<>();
    for (int first = 0; first < pairs; first += PAIRS_AN_ADDRESS) {
      try (HttpClient http = client(1 + first / PAIRS_AN_ADDRESS)) {
        Talk talk = new Talk();
        WebSocket socket =
            http.newWebSocketBuilder()
                .buildAsync(uri(), talk)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        for (int i = first; i < Math.min(pairs, first + PAIRS_AN_ADDRESS); i++) {
          addPair(socket, talk, i, accounts);
        }
        socket.abort();
      }
    }
    return accounts;
  }

  private URI uri() {
    return URI.create("ws://" + server.getHostString() + ":" + server.getPort() + "/ws");
  }

  private HttpClient client(int number) {
    HttpClient.Builder builder = HttpClient.newBuilder();
    if (server.getAddress().isLoopbackAddress()) {
      builder.localAddress(InetAddress.ofLiteral("127.0.1." + number));
    }
    return builder.build();
  }

  private void addPair(WebSocket socket, Talk talk, int number, List<Account> accounts) {
    String one = "one" + run + "x" + number;
    String other = "other" + run + "x" + number;
    String token = register(socket, talk, one);
    String otherToken = register(socket, talk, other);
    Map<String, @Nullable Object> chat =
        talk.ask(
            socket,
            Map.of(
                "mode",
                "createChat",
                "timestamp",
                1L,
                "token",
                token,
                "contact_mode",
                "username",
                "contact_value",
                other));
    long id = Long.parseLong(String.valueOf(chat.get("chat_id")));
    accounts.add(new Account(token, id));
    accounts.add(new Account(otherToken, id));
  }

  private static String register(WebSocket socket, Talk talk, String name) {
    return String.valueOf(
        talk.ask(
                socket,
                Map.of(
                    "mode",
                    "register",
                    "timestamp",
                    1L,
                    "username",
                    name,
                    "password",
                    "of the bench, " + name,
                    "email",
                    name + "@example.org"))
            .get("token"));
  }

  /// One question, one answer.
  private static final class Talk implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private CompletableFuture<String> answer = new CompletableFuture<>();

    Map<String, @Nullable Object> ask(WebSocket socket, Map<String, Object> request) {
      answer = new CompletableFuture<>();
      socket.sendText(JsonWriter.text(request), true);
      String got = answer.orTimeout(30, TimeUnit.SECONDS).join();
      Map<String, @Nullable Object> fields =
          JsonReader.object(got.getBytes(StandardCharsets.UTF_8));
      if (!"200".equals(fields.get("status"))) {
        throw new IllegalStateException("The server refused " + request.get("mode") + ": " + got);
      }
      return fields;
    }

    @Override
    public @Nullable CompletionStage<?> onText(
        WebSocket socket, CharSequence part, boolean isLast) {
      text.append(part);
      if (isLast) {
        String whole = text.toString();
        text.setLength(0);
        answer.complete(whole);
      }
      socket.request(1);
      return null;
    }
  }
}
