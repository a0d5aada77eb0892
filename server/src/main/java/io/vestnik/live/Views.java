package io.vestnik.live;

import io.vestnik.model.Chat;
import io.vestnik.model.Notice;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How chats look to those who listen on one event loop: read when they are to be shown, or have
/// changed; some at a time, for a group may begin with hundreds of members. Everything here runs on
/// that loop.
final class Views {
  private static final int AT_ONCE = 32;

  private final Hub hub;
  private final Executor loop;
  private final Subscribers subscribers;
  private final Shown shown;

  private int reading;

  /// What is to be read when another has been: at most one a listener and one a change.
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  /// What is being read because it changed, and whether it has changed again.
  private final Map<View, Boolean> changing = new HashMap<>();

  Views(Hub hub, Executor loop, Subscribers subscribers, Shown shown) {
    this.hub = hub;
    this.loop = loop;
    this.subscribers = subscribers;
    this.shown = shown;
  }

  /// Who hears that a listener has been shown its chat.
  interface Shown {
    /// The chat has so many members and so many entries.
    void shown(Listener listener, int memberCount, long lastEventId);
  }

  private record View(long chatId, long userId) {}

  /// Shows the chat to a listener, and then lets it have what was held back.
  void show(Listener listener) {
    int view = ++listener.views;
    begin(() -> {
      if (isWaiting(listener, view)) {
        View of = new View(listener.chatId, listener.subscriber.userId());
        load(of, chat -> shown(listener, view, chat));
      } else {
        ended();
      }
    });
  }

  // It has not left, nor cleared the chat, nor asked again.
  private static boolean isWaiting(Listener listener, int view) {
    return listener.equals(listener.subscriber.listeners.get(listener.chatId))
        && listener.views == view;
  }

  private void begin(Runnable task) {
    if (reading < AT_ONCE) {
      reading++;
      task.run();
    } else {
      waiting.add(task);
    }
  }

  private void ended() {
    reading--;
    Runnable next = waiting.poll();
    if (next != null) {
      reading++;
      loop.execute(next);
    }
  }

  // Where it cannot be read, the user's connections are closed: they catch up.
  private void load(View view, Consumer<@Nullable Chat> then) {
    hub.load(
        loop,
        view.chatId,
        view.userId,
        chat -> {
          ended();
          then.accept(chat);
        },
        () -> {
          ended();
          changing.remove(view);
          subscribers.forUser(view.userId, subscriber -> subscriber.peer.overflow());
        });
  }

  // Where there is nothing to show the user is no member any more, and is about to be told so.
  private void shown(Listener listener, int view, @Nullable Chat chat) {
    if (chat != null && isWaiting(listener, view)) {
      listener.firstEventId = chat.first_event_id();
      subscribers.tell(listener.subscriber, new Notice.ChatAdded(chat));
      shown.shown(listener, chat.member_count(), chat.last_event_id());
    }
  }

  /// The chat looks other to its member. Read one after another, so that what is told last is the
  /// newest.
  void changed(long chatId, long userId) {
    View view = new View(chatId, userId);
    if (subscribers.hasUser(userId) && changing.put(view, true) == null) {
      tellChange(view);
    }
  }

  private void tellChange(View view) {
    begin(() -> {
      changing.put(view, false);
      load(
          view,
          chat -> {
            if (chat != null) {
              subscribers.forUser(view.userId, subscriber -> tellChange(subscriber, chat));
            }
            if (Boolean.TRUE.equals(changing.get(view))) {
              tellChange(view);
            } else {
              changing.remove(view);
            }
          });
    });
  }

  private void tellChange(Subscriber subscriber, Chat chat) {
    Listener listener = subscriber.listeners.get(chat.chat_id());
    if (listener != null && listener.isToldOfChanges()) {
      subscribers.tell(subscriber, new Notice.ChatChanged(chat));
    } else if (listener != null && listener.shown) {
      show(listener); // what it is about to be shown is out of date
    }
  }
}
