package io.vestnik.client;

import io.vestnik.client.mode.Sync;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Events that came before sync was answered to its end, and are applied after it (protocol §7). On
/// the client's loop.
final class HeldBack {
  private static final int MOST = 1_000;

  private final Queue<Map<String, @Nullable Object>> frames = new ArrayDeque<>();

  /// What sync has told as removed, and not shown since.
  private final Set<Long> gone = new HashSet<>();

  private boolean tooMany;

  void add(Map<String, @Nullable Object> frame) {
    if (tooMany) {
      return; // sync brings it
    }
    frames.add(frame);
    if (frames.size() > MOST) {
      frames.clear();
      tooMany = true;
    }
  }

  /// Sync has said this.
  void synced(Sync.Answer answer) {
    answer.removed().forEach(removed -> gone.add(removed.chat_id()));
    answer.chats().forEach(chat -> gone.remove(chat.chat_id()));
  }

  /// Whether some were dropped, so that another sync must bring them. Forgets it.
  boolean wereTooMany() {
    boolean were = tooMany;
    tooMany = false;
    return were;
  }

  /// The next that is to be applied; null where there is none. What is said of a chat that sync has
  /// told as removed was said before that, until it is added.
  @Nullable Map<String, @Nullable Object> next() {
    Map<String, @Nullable Object> frame = frames.poll();
    while (frame != null && isOfGone(frame)) {
      frame = frames.poll();
    }
    return frame;
  }

  private boolean isOfGone(Map<String, @Nullable Object> frame) {
    if (!(frame.get("chat_id") instanceof Long chatId) || !gone.contains(chatId)) {
      return false;
    }
    if ("chatAdded".equals(frame.get("event"))) {
      gone.remove(chatId);
      return false;
    }
    return true;
  }

  /// Forgets all.
  void clear() {
    frames.clear();
    gone.clear();
    tooMany = false;
  }
}
