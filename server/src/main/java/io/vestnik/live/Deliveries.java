package io.vestnik.live;

import io.vestnik.model.Notice;
import io.vestnik.model.Signal;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes one commit to those who listen on one event loop.
final class Deliveries {
  private static final Logger log = LoggerFactory.getLogger(Deliveries.class);

  private Deliveries() {}

  /// Delivers what was committed: a signal before an entry that came after it.
  static void deliver(LoopHub hub, List<LiveEvent> events, List<Signal> signals) {
    try {
      // All of them first: none of the ended hears of another.
      for (Signal signal : signals) {
        if (signal instanceof Signal.SessionEnded ended) {
          hub.sessionEnded(ended.sessionId());
        }
      }
      List<Signal> left = new ArrayList<>(signals);
      for (LiveEvent event : events) {
        left.removeIf(signal -> isBefore(signal, event) && deliver(hub, signal));
        hub.entry(event);
      }
      left.forEach(signal -> deliver(hub, signal));
    } catch (RuntimeException e) {
      log.error("Delivering a commit failed", e);
    }
  }

  // A chat may have been cleared, and written into, in one commit.
  private static boolean isBefore(Signal signal, LiveEvent event) {
    return signal instanceof Signal.ChatCleared(long chatId, _, long eventId)
        && event.entry().chat_id() == chatId
        && event.id() > eventId;
  }

  private static boolean deliver(LoopHub hub, Signal signal) {
    switch (signal) {
      case Signal.SessionEnded(_, _, long user, String name) ->
          hub.beside.tellUser(user, new Notice.SessionEnded(name));
      case Signal.Typing(long chat, long user) ->
          hub.beside.tellMembers(chat, new Notice.Typing(chat, user), user);
      case Signal.Read(long chat, long user, long message, boolean toAll) -> {
        Notice.Read read = new Notice.Read(chat, user, message);
        if (toAll) {
          hub.beside.tellMembers(chat, read, null);
        } else {
          hub.beside.tellOwn(chat, user, read);
        }
      }
      case Signal.Delivered(long chat, long user, long message) ->
          hub.beside.tellMembers(chat, new Notice.Delivered(chat, user, message), user);
      case Signal.Given _, Signal.UserChanged _, Signal.PresenceShown _ -> {}
      case Signal.ChatChanged(long chat, long user) -> hub.chatChanged(chat, user);
      case Signal.ChatCleared(long chat, long user, long event) ->
          hub.chatCleared(chat, user, event);
      case Signal.MessagesHidden(long chat, long user, List<Long> messages) ->
          hub.beside.tellOwn(chat, user, new Notice.MessagesHidden(chat, messages));
      case Signal.ExportReady(long user, String file) ->
          hub.beside.tellUser(user, new Notice.ExportReady(file));
      case Signal.FirstWritten first -> hub.firstWritten(first);
      case Signal.ChatEnded(long chat) -> hub.chatEnded(chat);
    }
    return true;
  }
}
