package io.vestnik.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.wire.Json;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A client's cache, kept by the contract's word (protocol §7): what it holds must come to be what
/// the server shows.
final class SyncModel {
  private static final int MAX_FRAME = 1 << 20;

  /// A chat as the client has it.
  private static final class Cached {
    Map<String, Object> chat;
    long position;
    final TreeMap<Long, Object> log = new TreeMap<>();

    Cached(Map<String, Object> chat) {
      this.chat = chat;
      position = (Long) chat.get("last_event_id");
    }
  }

  private final Talk talk;
  private final Map<Long, Cached> chats = new HashMap<>();
  private @Nullable String cursor;
  private int answers;
  private int holes;

  SyncModel(Talk talk) {
    this.talk = talk;
  }

  /// How many answers it took.
  int answers() {
    return answers;
  }

  /// How many holes it filled.
  int holes() {
    return holes;
  }

  /// Asks until nothing is left, with this limit.
  void catchUp(@Nullable Integer limit) {
    while (step(limit)) {
      // The next page.
    }
  }

  /// Asks once.
  ///
  /// @return whether there is more
  boolean step(@Nullable Integer limit) {
    Map<String, @Nullable Object> request =
        Json.object("mode", "sync", "timestamp", 1, "token", talk.token(), "limit", limit);
    request.put("cursor", cursor);
    Reply answer = talk.exchange(request).expect("200");
    answers++;
    assertThat(answer.truth("reset")).isFalse();
    byte[] frame = Json.write(answer.body()).getBytes(StandardCharsets.UTF_8);
    assertThat(frame.length).isLessThanOrEqualTo(MAX_FRAME);
    assertThat(answer.list("events")).hasSizeLessThanOrEqualTo(limit == null ? 1_000 : limit);
    apply(answer);
    return answer.truth("has_more");
  }

  private void apply(Reply answer) {
    boolean begins = cursor == null;
    for (Map<String, Object> removed : objects(answer, "removed")) {
      assertThat(chats.remove((Long) removed.get("chat_id"))).as("%s", removed).isNotNull();
    }
    for (Map<String, Object> chat : objects(answer, "chats")) {
      Cached known = chats.get((Long) chat.get("chat_id"));
      if (known == null) {
        chats.put((Long) chat.get("chat_id"), new Cached(chat));
      } else {
        assertThat(chat).as("a chat that is given has changed").isNotEqualTo(known.chat);
        known.chat = chat;
      }
    }
    for (Map<String, Object> entry : objects(answer, "events")) {
      assertThat(begins).as("events without a cursor").isFalse();
      take(entry);
    }
    for (Map<String, Object> hole : objects(answer, "limited")) {
      fill(hole);
    }
    cursor = answer.text("cursor");
  }

  private void take(Map<String, Object> entry) {
    Cached known = chats.get((Long) entry.get("chat_id"));
    assertThat(known).as("the chat of %s", entry).isNotNull();
    assertThat(entry)
        .as("nothing is missed or seen twice")
        .containsEntry("event_id", known.position + 1);
    known.log.put(++known.position, entry);
  }

  private void fill(Map<String, Object> hole) {
    Cached known = chats.get((Long) hole.get("chat_id"));
    assertThat(hole).containsEntry("from_event_id", known.position + 1);
    long to = (Long) hole.get("to_event_id");
    assertThat(to).isGreaterThan(known.position);
    holes++;
    while (known.position < to) {
      Reply page =
          talk.call(
              "getEvents", "chat_id", hole.get("chat_id"), "min_event_id", known.position + 1);
      if (!page.status().equals("200")
          || page.list("events").isEmpty()
          || page.number("first_event_id") > known.position + 1) {
        return; // cleared or ended meanwhile: the next answer says so
      }
      objects(page, "events").stream()
          .filter(entry -> (Long) entry.get("event_id") <= to)
          .forEach(this::take);
    }
  }

  /// Checks that it has what the server shows: the chats to the letter, and of each log what came
  /// since the chat was first given.
  void isLikeTheServer() {
    Reply page = talk.call("getChats").expect("200");
    List<Map<String, Object>> shown = new ArrayList<>(objects(page, "chats"));
    while (page.truth("has_more")) {
      page = talk.call("getChats", "before", page.text("next")).expect("200");
      shown.addAll(objects(page, "chats"));
    }
    assertThat(chats.values().stream().map(cached -> cached.chat))
        .containsExactlyInAnyOrderElementsOf(shown);
    chats.forEach((id, cached) -> {
      assertThat(cached.position).isEqualTo(cached.chat.get("last_event_id"));
      if (!cached.log.isEmpty()) {
        assertThat(new ArrayList<>(cached.log.values())).isEqualTo(log(id, cached.log.firstKey()));
      }
    });
  }

  private List<Object> log(long chat, long from) {
    List<Object> entries = new ArrayList<>();
    boolean more = true;
    while (more) {
      Reply page =
          talk.call("getEvents", "chat_id", chat, "min_event_id", from + entries.size())
              .expect("200");
      entries.addAll(page.list("events"));
      more = page.truth("has_more");
    }
    return entries;
  }

  private static List<Map<String, Object>> objects(Reply reply, String path) {
    return reply.list(path).stream().map(SyncModel::object).toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(@Nullable Object value) {
    return (Map<String, Object>) value;
  }
}
