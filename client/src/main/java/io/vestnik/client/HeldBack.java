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

  private final Set<Long> toldAsRemoved = new HashSet<>();
  private boolean toSyncAgain;

  void add(Map<String, @Nullable Object> frame) {
    if (toSyncAgain) {
      return; // sync brings it
    }
    frames.add(frame);
    if (frames.size() > MOST) {
      dropAll();
    } else if ("chatRemoved".equals(frame.get("event"))
        && frame.get("chat_id") instanceof Long chatId) {
      toldAsRemoved.add(chatId);
    }
  }

  private void dropAll() {
    frames.clear();
    toldAsRemoved.clear();
    toSyncAgain = true;
  }

  /// Sync has said this. A chat that it shows and that was told as removed meanwhile has gone
  /// before that and come back, or goes after it: which of them, another sync tells.
  void synced(Sync.Answer answer) {
    answer.removed().forEach(removed -> gone.add(removed.chat_id()));
    answer.chats().forEach(chat -> gone.remove(chat.chat_id()));
    if (answer.chats().stream().anyMatch(chat -> toldAsRemoved.contains(chat.chat_id()))) {
      dropAll();
    }
  }

  /// Whether some were dropped, so that another sync must bring them. Forgets it.
  boolean mustSyncAgain() {
    boolean must = toSyncAgain;
    toSyncAgain = false;
    return must;
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
    toldAsRemoved.clear();
    toSyncAgain = false;
  }
}
