package io.vestnik.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Pair;
import io.vestnik.wire.Event;
import io.vestnik.wire.Json;
import io.vestnik.wire.Talk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Entries as connections hear them and as the log has them: the same.
final class Entries {
  private Entries() {}

  /// The next event of that kind, without the frame's own fields.
  static Map<String, @Nullable Object> heard(Talk talk, String kind) {
    return bare(talk.nextEvent(kind));
  }

  private static Map<String, @Nullable Object> bare(Event event) {
    Map<String, @Nullable Object> entry = new LinkedHashMap<>(event.body());
    entry.remove("mode");
    entry.remove("timestamp");
    return entry;
  }

  /// What all of them hear next of that kind, the same to the byte, and the log's entry of it.
  static Map<String, @Nullable Object> heardByAll(Pair pair, String kind, Talk... talks) {
    Map<String, @Nullable Object> first = heard(talks[0], kind);
    for (int i = 1; i < talks.length; i++) {
      assertThat(Json.write(heard(talks[i], kind))).isEqualTo(Json.write(first));
    }
    Object number = first.get("event_id");
    assertThat(
            pair.ask(pair.anna(), "getEvents", "min_event_id", number, "limit", 1)
                .expect("200")
                .get("events[0]"))
        .isEqualTo(first);
    return first;
  }

  /// The chat's log from an entry on, as one side reads it.
  static List<@Nullable Object> log(Pair pair, Talk talk, long from) {
    return pair.ask(talk, "getEvents", "min_event_id", from).expect("200").list("events");
  }

  /// Checks an entry: what stands around it, and exactly these fields of its kind.
  static void isEntry(
      Map<String, @Nullable Object> entry,
      Pair pair,
      long number,
      long fromId,
      @Nullable Object... fields) {
    Map<String, @Nullable Object> expected = Json.object(fields);
    expected.put("chat_id", pair.chat());
    expected.put("event_id", number);
    expected.put("from_id", fromId);
    assertThat(entry).containsKeys("event", "event_time");
    Map<String, @Nullable Object> rest = new LinkedHashMap<>(entry);
    rest.remove("event");
    rest.remove("event_time");
    assertThat(rest).isEqualTo(expected);
  }
}
