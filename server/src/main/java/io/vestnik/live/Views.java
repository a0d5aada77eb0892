package io.vestnik.live;

import io.vestnik.model.Chat;
import io.vestnik.model.Notice;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How chats look to those who listen on one event loop: read when they are to be shown, or have
/// changed. Everything here runs on that loop.
final class Views {
  private final Hub hub;
  private final Executor loop;
  private final LoopHub listening;

  /// What is being read because it changed, and whether it has changed again.
  private final Map<View, Boolean> changing = new HashMap<>();

  Views(Hub hub, Executor loop, LoopHub listening) {
    this.hub = hub;
    this.loop = loop;
    this.listening = listening;
  }

  private record View(long chatId, long userId) {}

  /// Shows the chat to a listener, and then lets it have what was held back.
  void show(Listener listener) {
    int view = ++listener.views;
    View of = new View(listener.chatId, listener.subscriber.userId());
    load(of, chat -> shown(listener, view, chat));
  }

  // Where it cannot be read, the user's connections are closed: they catch up.
  private void load(View view, Consumer<@Nullable Chat> then) {
    Runnable failed =
        () -> {
          changing.remove(view);
          listening.forUser(view.userId, subscriber -> subscriber.peer.overflow());
        };
    hub.load(loop, view.chatId, view.userId, then, failed);
  }

  private void shown(Listener listener, int view, @Nullable Chat chat) {
    boolean listens = listener.equals(listener.subscriber.listeners.get(listener.chatId));
    if (!listens || listener.views != view) {
      return; // it has left, or has cleared the chat meanwhile
    }
    if (chat != null) {
      listening.tell(listener.subscriber, new Notice.ChatAdded(chat));
    }
    listening.release(listener);
  }

  /// The chat looks other to its member. Read one after another, so that what is told last is the
  /// newest.
  void changed(long chatId, long userId) {
    View view = new View(chatId, userId);
    if (changing.put(view, true) == null) {
      tellChange(view);
    }
  }

  private void tellChange(View view) {
    changing.put(view, false);
    load(
        view,
        chat -> {
          if (chat != null) {
            listening.forUser(view.userId, subscriber -> tellChange(subscriber, chat));
          }
          if (Boolean.TRUE.equals(changing.remove(view))) {
            tellChange(view);
          }
        });
  }

  private void tellChange(Subscriber subscriber, Chat chat) {
    Listener listener = subscriber.listeners.get(chat.chat_id());
    if (listener != null && listener.isToldOfChanges()) {
      listening.tell(subscriber, new Notice.ChatChanged(chat));
    } else if (listener != null && listener.shown) {
      show(listener); // what it is about to be shown is out of date
    }
  }
}
