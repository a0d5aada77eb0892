package io.vestnik.bench.prepare;

import io.vestnik.protocol.JsonReader;
import io.vestnik.protocol.JsonWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Accounts signed up over the wire, at a server that runs already. To one on this machine it comes
/// from several addresses, for an address may sign up a hundred at once.
public final class SignUp {
  private static final int PAIRS_AN_ADDRESS = 40;

  private final InetSocketAddress server;
  private final String run = Long.toString(System.currentTimeMillis(), 36);

  public SignUp(InetSocketAddress server) {
    this.server = server;
  }

  /// Signs up so many pairs, each with a chat of the two.
  public List<Account> pairs(int pairs) {
    System.out.printf("Signing up %,d users …%n", 2 * pairs);
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
    String other = "other" + run + "x" + number;
    Map<String, @Nullable Object> one = register(socket, talk, "one" + run + "x" + number);
    Map<String, @Nullable Object> two = register(socket, talk, other);
    Map<String, @Nullable Object> chat =
        talk.ask(
            socket,
            "createChat",
            Map.of(
                "token",
                String.valueOf(one.get("token")),
                "contact_mode",
                "username",
                "contact_value",
                other));
    accounts.add(account(one, chat));
    accounts.add(account(two, chat));
  }

  private static Account account(
      Map<String, @Nullable Object> user, Map<String, @Nullable Object> chat) {
    return new Account(
        Long.parseLong(String.valueOf(user.get("user_id"))),
        String.valueOf(user.get("token")),
        Long.parseLong(String.valueOf(chat.get("chat_id"))));
  }

  private static Map<String, @Nullable Object> register(WebSocket socket, Talk talk, String name) {
    return talk.ask(
        socket,
        "register",
        Map.of("username", name, "password", Prepared.password(), "email", name + "@example.org"));
  }

  /// One question, one answer.
  private static final class Talk implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private CompletableFuture<String> answer = new CompletableFuture<>();

    Map<String, @Nullable Object> ask(
        WebSocket socket, String mode, Map<String, Object> itsFields) {
      Map<String, Object> request = new LinkedHashMap<>(itsFields);
      request.put("mode", mode);
      request.put("timestamp", 1L);
      answer = new CompletableFuture<>();
      socket.sendText(JsonWriter.text(request), true);
      String got = answer.orTimeout(30, TimeUnit.SECONDS).join();
      Map<String, @Nullable Object> fields =
          JsonReader.object(got.getBytes(StandardCharsets.UTF_8));
      if (!"200".equals(fields.get("status"))) {
        throw new IllegalStateException("The server refused " + mode + ": " + got);
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
