package io.vestnik.client;

import static org.awaitility.Awaitility.await;

import io.vestnik.client.ScriptedTransport.Line;
import io.vestnik.client.state.ClientState;
import io.vestnik.client.state.MemoryState;
import io.vestnik.wire.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/// A client whose server and whose time are the test's.
final class Scripted implements AutoCloseable {
  final ScriptedTransport server = new ScriptedTransport();
  final ManualTime time = new ManualTime();
  final Heard heard = new Heard();
  final VestnikClient client;

  private Scripted(boolean listening, ClientState state, UnaryOperator<Settings> settings) {
    ClientBuilder builder =
        ClientBuilder.of(server)
            .time(time, time)
            .random(new SplittableRandom(1))
            .settings(settings)
            .state(state)
            .token("token");
    client = (listening ? builder.listener(heard) : builder).start();
  }

  /// A client that only calls and sends.
  static Scripted calling() {
    return new Scripted(false, new MemoryState(), s -> s);
  }

  static Scripted calling(UnaryOperator<Settings> settings) {
    return new Scripted(false, new MemoryState(), settings);
  }

  /// A client that listens.
  static Scripted listening() {
    return new Scripted(true, new MemoryState(), s -> s);
  }

  static Scripted listening(ClientState state) {
    return new Scripted(true, state, s -> s);
  }

  /// A chat of this number.
  static Map<String, Object> chat(long id, long created, long first, long last) {
    return Json.object(
        "chat_id",
        id,
        "created_time",
        created,
        "first_event_id",
        first,
        "last_event_id",
        last,
        "chat_type",
        "personal");
  }

  /// The frame of a message in chat 5.
  static String message(long eventId, String text) {
    return Json.write(entry(eventId, text));
  }

  static Map<String, Object> entry(long eventId, String text) {
    return Json.object(
        "mode",
        "event",
        "timestamp",
        1,
        "event",
        "message",
        "chat_id",
        5,
        "event_id",
        eventId,
        "event_time",
        1,
        "message",
        Json.object("message_id", eventId, "chat_id", 5, "content", text));
  }

  /// Answers subscribe and sync.
  void catchUp(Line line, Object... fields) {
    line.answer(line.next("subscribe"), "user_id", 7);
    sync(line, fields);
  }

  /// The next connection, however soon the client has noticed that the one before is lost: time
  /// goes on in steps until it comes.
  Line reconnected() {
    await()
        .pollInterval(Duration.ofMillis(10))
        .until(() -> {
          time.advance(Settings.DEFAULT.firstRetry());
          return server.hasLine();
        });
    return server.line();
  }

  void sync(Line line, Object... fields) {
    Map<String, Object> all =
        Json.object("cursor", "c", "reset", false, "has_more", false, "chats", List.of());
    all.putAll(Json.object(fields));
    line.answer(
        line.next("sync"),
        all.entrySet().stream()
            .flatMap(e -> java.util.stream.Stream.of(e.getKey(), e.getValue()))
            .toArray());
  }

  @Override
  public void close() {
    client.close();
  }
}
