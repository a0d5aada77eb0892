package io.vestnik;

import io.vestnik.model.Clock;
import io.vestnik.model.SystemClock;
import io.vestnik.protocol.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// Goes once through what a server does in its first minute and ends, so that the JVM can write
/// down what it has loaded and linked for it, and how its methods are used (JEP 483, 514, 515), and
/// later starts are quick. `./vestnik` runs it after a build.
final class Rehearsal {
  private static final Duration LOAD = Duration.ofSeconds(3);
  private static final int SOCKETS = 8;
  private static final int AT_ONCE = 16;
  private static final String PASSWORD = "correct horse battery";

  private final URI uri;
  private final HttpClient http;

  private Rehearsal(URI uri, HttpClient http) {
    this.uri = uri;
    this.http = http;
  }

  /// Serves, with data in the folder that is the first argument, talks to that server, and stops
  /// it. What it takes of native code it writes into the folder that is the second.
  public static void main(String[] args) throws InterruptedException, IOException {
    String[] serve = {"serve", "--listen", "127.0.0.1:0", "--data", args[0], "--limits", "off"};
    // The environment may hold settings of the server proper, its database among them.
    Main.Asked asked = Main.Asked.of(Settings.of(serve, Map.of()), serve);
    asked.command().parseArgs(asked.arguments().toArray(String[]::new));
    Main.Serve command = asked.command().getCommand();
    try (Server server = command.start()) {
      talk(URI.create("ws://127.0.0.1:" + server.address().getPort() + "/"), LOAD);
    }
    keepNatives(Path.of(args[1]));
    System.exit(0); // whatever the HTTP client still keeps alive
  }

  // Otherwise each start unpacks SQLite anew, and asks a process what system this is.
  private static void keepNatives(Path folder) throws IOException {
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    try (InputStream library = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (library != null) {
        Files.createDirectories(folder);
        Files.copy(library, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /// Asks a server without users for a little of everything, and then for so long for much of what
  /// is asked most.
  ///
  /// @throws IllegalStateException where an answer is not 200, or does not come
  static void talk(URI uri, Duration load) throws InterruptedException {
    new Rehearsal(uri, HttpClient.newHttpClient()).talk(load);
  }

  private void talk(Duration load) throws InterruptedException {
    Guest guest = guest();
    String anna = register(guest, "anna");
    String boris = register(guest, "boris");
    guest.call(anna, "subscribe", "");
    guest.call(anna, "createChat", ", 'contact_value': 'boris', 'contact_mode': 'username'");
    guest.call(boris, "sendMessage", ", 'chat_id': 1, 'content': '1', 'content_type': 'text'");
    guest.call(boris, "editMessage", ", 'chat_id': 1, 'message_id': 2, 'content': '2'");
    guest.call(anna, "markRead", ", 'chat_id': 1, 'message_id': 2");
    guest.call(anna, "getMessages", ", 'chat_id': 1");
    guest.call(anna, "getEvents", ", 'chat_id': 1, 'min_event_id': 1");
    guest.call(anna, "createGroup", ", 'name': 'all'");
    guest.call(anna, "getChats", "");
    Object cursor = guest.call(anna, "sync", "").get("cursor");
    guest.call(anna, "sync", ", 'cursor': '" + cursor + "'");
    guest.ask("auth", "'username': 'anna', 'password': '" + PASSWORD + "'");
    converse(anna, boris, load);
    guest.call(anna, "logout", "");
    guest.socket.abort();
  }

  private void converse(String anna, String boris, Duration load) throws InterruptedException {
    List<Guest> guests = new ArrayList<>();
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < SOCKETS; i++) {
      Guest one = guest();
      tokens.add(i % 2 == 0 ? anna : boris);
      one.call(tokens.get(i), "subscribe", "");
      guests.add(one);
    }
    Clock clock = new SystemClock();
    long end = clock.nanos() + load.toNanos();
    int round = 0;
    do {
      for (int i = 0; i < SOCKETS; i++) {
        sendSome(guests.get(i), tokens.get(i), round + " " + i);
      }
      for (Guest one : guests) {
        for (int n = 0; n < AT_ONCE; n++) {
          one.answer("sendMessage");
        }
      }
      int reader = round % SOCKETS;
      guests.get(reader).call(tokens.get(reader), "getMessages", ", 'chat_id': 1");
      round++;
    } while (clock.nanos() < end);
    guests.forEach(one -> one.socket.abort());
  }

  // One half with a key, the other without.
  private static void sendSome(Guest guest, String token, String keys) {
    String fields =
        "'token': '%s', 'chat_id': 1, 'content': 'How are you?', 'content_type': 'text'"
            .formatted(token);
    for (int n = 0; n < AT_ONCE; n++) {
      String key = n % 2 == 0 ? "" : ", 'client_message_id': '" + keys + " " + n + "'";
      guest.send("sendMessage", fields + key);
    }
  }

  private Guest guest() {
    return new Guest(http, uri);
  }

  private static String register(Guest guest, String name) throws InterruptedException {
    return String.valueOf(
        guest
            .ask(
                "register",
                "'username': '%1$s', 'password': '%2$s', 'email': '%1$s@example.org'"
                    .formatted(name, PASSWORD))
            .get("token"));
  }

  /// One connection to the server.
  private static final class Guest implements WebSocket.Listener {
    private static final int PATIENCE_SECONDS = 60;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder frame = new StringBuilder();
    private final WebSocket socket;

    Guest(HttpClient http, URI uri) {
      socket = http.newWebSocketBuilder().buildAsync(uri, this).join();
    }

    Map<String, @Nullable Object> call(String token, String mode, String fields)
        throws InterruptedException {
      return ask(mode, "'token': '" + token + "'" + fields);
    }

    Map<String, @Nullable Object> ask(String mode, String fields) throws InterruptedException {
      send(mode, fields);
      return answer(mode);
    }

    void send(String mode, String fields) {
      String request = "{'mode': '" + mode + "', 'timestamp': 1, " + fields + "}";
      socket.sendText(request.replace('\'', '"'), true).join();
    }

    Map<String, @Nullable Object> answer(String mode) throws InterruptedException {
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
}
