package io.vestnik.sim;

import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Forwarded;
import io.vestnik.model.Mention;
import io.vestnik.model.Message;
import io.vestnik.model.ReactionCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A message as the entries so far have made it.
final class Said {
  private Message message;
  private final Map<Long, Given> given = new TreeMap<>();

  /// A member's reaction, and the entry that told of it.
  private record Given(long userId, String reaction, long eventId) {}

  Said(Message message) {
    this.message = message;
  }

  Message message() {
    return message;
  }

  boolean isErased() {
    return message.deleted() != null;
  }

  /// It was edited. Of what has been erased since, only that is known.
  void edited(Event.MessageEdited edit) {
    String content = edit.content();
    if (!isErased() && content != null) {
      message =
          changed(content, edit.edited_time(), edit.mentions(), null, message.forwarded_from());
    }
  }

  /// It was erased.
  void erased() {
    message = changed("", null, null, true, null);
    given.clear();
  }

  private Message changed(
      String content,
      @Nullable Long edited,
      @Nullable List<Mention> mentions,
      @Nullable Boolean deleted,
      @Nullable Forwarded forwarded) {
    return new Message(
        message.message_id(),
        message.chat_id(),
        message.from_id(),
        message.from_name(),
        content,
        message.content_type(),
        message.content_time(),
        edited,
        deleted,
        deleted == null ? message.reply_to() : null,
        forwarded,
        null,
        null,
        mentions,
        message.client_message_id());
  }

  /// Somebody has reacted to it.
  void reaction(Entry entry, @Nullable String reaction) {
    Long userId = entry.from_id();
    if (userId == null || isErased()) {
      return;
    }
    given.remove(userId);
    if (reaction != null) {
      given.put(userId, new Given(userId, reaction, entry.event_id()));
    }
  }

  /// As getMessages must show it.
  Message shown(boolean pinned) {
    Map<String, List<Given>> by = new TreeMap<>();
    given.values().stream()
        .sorted(Comparator.comparingLong(Given::eventId))
        .forEach(one -> by.computeIfAbsent(one.reaction, _ -> new ArrayList<>()).add(one));
    List<ReactionCount> counts =
        by.values().stream()
            .sorted(
                Comparator.<List<Given>>comparingInt(all -> -all.size())
                    .thenComparingLong(all -> all.getFirst().eventId))
            .map(Said::count)
            .toList();
    return message.marked(counts.isEmpty() ? null : counts, pinned);
  }

  private static ReactionCount count(List<Given> all) {
    List<Long> first = all.stream().limit(3).map(Given::userId).toList();
    return new ReactionCount(all.getFirst().reaction, all.size(), first);
  }
}
