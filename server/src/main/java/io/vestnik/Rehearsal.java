package io.vestnik;

import io.vestnik.protocol.JsonReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Goes once through what a server does in its first minute and ends, so that the JVM can write
/// down what it has loaded and linked for it (JEP 483, JEP 514), and later starts are quick.
/// `./vestnik` runs it after a build.
final class Rehearsal implements WebSocket.Listener {
  private static final int PATIENCE_SECONDS = 60;
  private static final String PASSWORD = "correct horse battery";

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final StringBuilder frame = new StringBuilder();

  private Rehearsal() {}

  /// Serves, with data in the folder that is the one argument, talks to that server, and stops it.
  public static void main(String[] args) throws InterruptedException {
    String[] serve = {"serve", "--listen", "127.0.0.1:0", "--data", args[0]};
    // The environment may hold settings of the server proper, its database among them.
    CommandLine.ParseResult parsed = Main.commands(Settings.of(serve, Map.of())).parseArgs(serve);
    Main.Serve command = (Main.Serve) parsed.subcommand().commandSpec().userObject();
    try (Server server = command.start()) {
      talk(URI.create("ws://127.0.0.1:" + server.address().getPort() + "/"));
    }
    System.exit(0); // whatever the HTTP client still keeps alive
  }

  /// Asks a server without users for a little of everything.
  ///
  /// @throws IllegalStateException where an answer is not 200, or does not come
  static void talk(URI uri) throws InterruptedException {
    new Rehearsal().talkTo(uri);
  }

  private void talkTo(URI uri) throws InterruptedException {
    WebSocket socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, this).join();
    String anna = register(socket, "anna");
    String boris = register(socket, "boris");
    call(socket, anna, "subscribe", "");
    call(socket, anna, "createChat", ", 'contact_value': 'boris', 'contact_mode': 'username'");
    call(socket, boris, "sendMessage", ", 'chat_id': 1, 'content': '1', 'content_type': 'text'");
    call(socket, boris, "editMessage", ", 'chat_id': 1, 'message_id': 2, 'content': '2'");
    call(socket, anna, "markRead", ", 'chat_id': 1, 'message_id': 2");
    call(socket, anna, "getMessages", ", 'chat_id': 1");
    call(socket, anna, "getEvents", ", 'chat_id': 1, 'min_event_id': 1");
    call(socket, anna, "createGroup", ", 'name': 'all'");
    call(socket, anna, "getChats", "");
    Object cursor = call(socket, anna, "sync", "").get("cursor");
    call(socket, anna, "sync", ", 'cursor': '" + cursor + "'");
    ask(socket, "auth", "'username': 'anna', 'password': '" + PASSWORD + "'");
    call(socket, anna, "logout", "");
    socket.abort();
  }

  private String register(WebSocket socket, String name) throws InterruptedException {
    return String.valueOf(
        ask(
                socket,
                "register",
                "'username': '%1$s', 'password': '%2$s', 'email': '%1$s@example.org'"
                    .formatted(name, PASSWORD))
            .get("token"));
  }

  private Map<String, @Nullable Object> call(
      WebSocket socket, String token, String mode, String fields) throws InterruptedException {
    return ask(socket, mode, "'token': '" + token + "'" + fields);
  }

  private Map<String, @Nullable Object> ask(WebSocket socket, String mode, String fields)
      throws InterruptedException {
    String request = "{'mode': '" + mode + "', 'timestamp': 1, " + fields + "}";
    socket.sendText(request.replace('\'', '"'), true).join();
    while (true) {
      String json = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (json == null) {
        throw new IllegalStateException("No answer to " + mode);
      }
      Map<String, @Nullable Object> answer =
          JsonReader.object(json.getBytes(StandardCharsets.UTF_8));
      if ("200".equals(answer.get("status"))) {
        return answer;
      }
      if (!"event".equals(answer.get("mode"))) {
        throw new IllegalStateException(mode + " was answered " + json);
      }
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    frame.append(part);
    if (last) {
      heard.add(frame.toString());
      frame.setLength(0);
    }
    socket.request(1);
    return null;
  }
}
