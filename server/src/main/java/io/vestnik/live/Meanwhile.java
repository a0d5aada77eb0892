package io.vestnik.live;

import io.vestnik.model.Event;
import io.vestnik.model.Signal;
import io.vestnik.table.Positions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// What becomes of chats while a subscription is being answered: its own are read at some moment of
/// that time, so each change is compared with what was read.
final class Meanwhile {
  /// By chat the last entry that made the user a member, or ended that.
  private final Map<Long, LiveEvent> turns = new HashMap<>(0);

  private final Set<Long> cleared = new HashSet<>(0);
  private final Set<Long> ended = new HashSet<>(0);
  private final List<Signal.FirstWritten> firstWritten = new ArrayList<>(0);

  /// The user became a member, or is none any more.
  void turn(LiveEvent event) {
    turns.put(event.entry().chat_id(), event);
  }

  /// The user cleared the chat: it left the list until its next message.
  void clear(long chatId) {
    cleared.add(chatId);
  }

  /// A chat, anybody's, has ended.
  void end(long chatId) {
    ended.add(chatId);
  }

  /// Somebody has written into a personal chat, anybody's, for the first time.
  void wrote(Signal.FirstWritten signal) {
    firstWritten.add(signal);
  }

  List<Signal.FirstWritten> firstWritten() {
    return firstWritten;
  }

  /// Whether the user is a member as they were when it was read.
  boolean isAsRead(Positions.Position read) {
    LiveEvent turn = turns.get(read.chatId());
    boolean before = turn == null || turn.id() <= read.lastEventId();
    return before && !ended.contains(read.chatId());
  }

  /// Whether the chat is in the list, as far as is known.
  boolean isShown(Positions.Position read) {
    return read.shown() && !cleared.contains(read.chatId());
  }

  /// Gives the entries that made the user a member after their chats were read.
  void forJoined(List<Positions.Position> read, Consumer<LiveEvent> task) {
    Map<Long, LiveEvent> joined = new HashMap<>(turns);
    joined.keySet().removeAll(ended);
    joined.values().removeIf(turn -> turn.entry().body() instanceof Event.MemberRemoved);
    read.stream().filter(this::isAsRead).forEach(position -> joined.remove(position.chatId()));
    joined.values().forEach(task);
  }
}
