package io.vestnik.sim;

import io.vestnik.client.state.Delivery;
import io.vestnik.model.Chat;
import io.vestnik.model.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a device has made of its deliveries: its chats, and whether their entries came as promised.
public final class Replay {
  /// The chats as they stand at the end.
  public final Map<Long, Run> runs = new TreeMap<>();

  public final List<String> violations = new ArrayList<>();

  /// Every entry that was ever delivered.
  final List<Entry> entries = new ArrayList<>();

  /// The entries up to which some were told as skipped.
  final Map<Long, Long> skipped = new HashMap<>();

  /// Why chats were told to be gone, the last reason of each.
  final Map<Long, String> reasons = new HashMap<>();

  /// One chat from where it began for the device.
  public static final class Run {
    public @Nullable Chat look;
    long firstShown = Long.MAX_VALUE;
    public long next = -1;
    public final TreeMap<Long, Entry> log = new TreeMap<>();

    /// What was told as hidden.
    final Set<Long> hidden = new HashSet<>();

    /// Whether it has all entries, both ends inclusive.
    boolean has(long from, long until) {
      for (long id = from; id <= until; id++) {
        if (!log.containsKey(id)) {
          return false;
        }
      }
      return true;
    }
  }

  public static Replay of(List<Delivery> deliveries) {
    Replay replay = new Replay();
    deliveries.forEach(replay::take);
    return replay;
  }

  private Run run(long chatId) {
    return runs.computeIfAbsent(chatId, _ -> new Run());
  }

  private void take(Delivery delivery) {
    switch (delivery) {
      case Delivery.EntryCame(Entry entry) -> entry(entry);
      case Delivery.ChatSeen(Chat chat) -> seen(chat);
      case Delivery.ChatGone(long chatId, String reason) -> {
        runs.remove(chatId);
        reasons.put(chatId, reason);
      }
      case Delivery.Hidden(long chatId, List<Long> ids) -> hide(chatId, ids);
      case Delivery.Skipped(long chatId, long from, long until) -> skip(chatId, from, until);
      case Delivery.Reset() -> violations.add("a reset, and nothing was restored");
    }
  }

  private void seen(Chat chat) {
    Run run = run(chat.chat_id());
    if (run.look == null && run.next < 0) {
      run.firstShown = chat.last_event_id();
    }
    run.look = chat;
  }

  private void hide(long chatId, List<Long> ids) {
    Run run = runs.get(chatId);
    if (run != null) {
      run.hidden.addAll(ids);
    }
  }

  private void entry(Entry entry) {
    Run run = run(entry.chat_id());
    long id = entry.event_id();
    if (run.look == null) {
      violations.add("chat %d: entry %d came, and it was not shown".formatted(entry.chat_id(), id));
    }
    if (run.next >= 0 && id != run.next) {
      violations.add(
          "chat %d: entry %d came where %d was next".formatted(entry.chat_id(), id, run.next));
    }
    // What was cleared meanwhile is gone: the chat has been shown anew, with its new beginning.
    long begins = run.look == null ? 0 : run.look.first_event_id();
    boolean shown = run.next < 0 && run.firstShown != Long.MAX_VALUE;
    if (shown && id > run.firstShown + 1 && id > begins) {
      violations.add(
          "chat %d was shown up to %d, and began with %d"
              .formatted(entry.chat_id(), run.firstShown, id));
    }
    run.next = id + 1;
    run.log.put(id, entry);
    entries.add(entry);
  }

  private void skip(long chatId, long from, long until) {
    Run run = run(chatId);
    if (until < from || (run.next >= 0 && run.next != from)) {
      violations.add(
          "chat %d: skipped %d to %d where %d was next".formatted(chatId, from, until, run.next));
    }
    run.next = until + 1;
    skipped.merge(chatId, until, Math::max);
  }
}
