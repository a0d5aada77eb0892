package io.vestnik.client.wire;

import io.vestnik.model.Event;
import io.vestnik.model.Notice;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The kinds of events that this client knows, by their words.
public final class Kinds {
  private static final AnswerReader<Event.MessageHidden> HIDDEN =
      AnswerReader.of(Event.MessageHidden.class);
  private static final Map<String, AnswerReader<?>> EVENTS = events();
  private static final Map<String, AnswerReader<?>> NOTICES = notices();

  private Kinds() {}

  /// What an entry says; null where its kind is not known.
  public static @Nullable Event event(Map<String, @Nullable Object> entry) {
    if (entry.get("message") instanceof Map<?, ?> message && message.containsKey("hidden")) {
      return HIDDEN.read(entry);
    }
    AnswerReader<?> reader = EVENTS.get(String.valueOf(entry.get("event")));
    return reader == null ? null : (Event) reader.read(entry);
  }

  /// What an event beside the log says; null where its kind is not known.
  public static @Nullable Notice notice(Map<String, @Nullable Object> frame) {
    AnswerReader<?> reader = NOTICES.get(String.valueOf(frame.get("event")));
    return reader == null ? null : (Notice) reader.read(frame);
  }

  // An event of each kind is asked for its word.
  private static Map<String, AnswerReader<?>> events() {
    Map<String, AnswerReader<?>> events = new HashMap<>();
    for (Class<?> kind : Event.class.getPermittedSubclasses()) {
      if (kind == Event.MessageHidden.class) {
        continue; // its word is that of a message
      }
      AnswerReader<?> reader = AnswerReader.of(kind.asSubclass(Record.class));
      events.put(((Event) reader.read(Map.of())).kind(), reader);
    }
    return Map.copyOf(events);
  }

  private static Map<String, AnswerReader<?>> notices() {
    Map<String, AnswerReader<?>> notices = new HashMap<>();
    for (Class<?> kind : Notice.class.getPermittedSubclasses()) {
      String name = kind.getSimpleName();
      notices.put(
          name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1),
          AnswerReader.of(kind.asSubclass(Record.class)));
    }
    return Map.copyOf(notices);
  }
}
