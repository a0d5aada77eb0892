package io.vestnik.live;

import io.vestnik.mode.Packet;
import io.vestnik.model.Chat;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Notice;
import io.vestnik.protocol.JsonWriter;
import io.vestnik.table.Members;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who listens to what on one event loop. Everything here runs on that loop.
final class LoopHub {
  private final Hub hub;
  private final Executor loop;
  private final Map<Long, List<Subscriber>> users = new HashMap<>();
  private final Map<Long, ChatListeners> chats = new HashMap<>();
  private final ChatListeners.Callbacks callbacks;

  LoopHub(Hub hub, Executor loop) {
    this.hub = hub;
    this.loop = loop;
    callbacks =
        new ChatListeners.Callbacks() {
          @Override
          public void show(Listener listener) {
            LoopHub.this.show(listener);
          }

          @Override
          public void delivered(long chatId, long userId, long messageId) {
            hub.delivered().note(chatId, userId, messageId);
          }
        };
  }

  /// Begins to notice what the user joins, so that nothing is missed while their chats are read.
  void begin(Subscriber subscriber) {
    users.computeIfAbsent(subscriber.userId(), _ -> new ArrayList<>(1)).add(subscriber);
  }

  /// Listens to the user's chats from these positions on.
  void listen(Subscriber subscriber, List<Members.Position> positions) {
    Map<Long, LiveEvent> joined = subscriber.joinedMeanwhile;
    if (joined == null || !isKnown(subscriber)) {
      return; // the connection is gone
    }
    subscriber.joinedMeanwhile = null;
    for (Members.Position p : positions) {
      add(new Listener(subscriber, p.chatId(), p.lastEventId(), p.shown()), p.memberCount());
      joined.remove(p.chatId());
    }
    joined.forEach((_, event) -> join(subscriber, event));
  }

  private boolean isKnown(Subscriber subscriber) {
    return users.getOrDefault(subscriber.userId(), List.of()).contains(subscriber);
  }

  private void add(Listener listener, int memberCount) {
    listener.subscriber.listeners.put(listener.chatId, listener);
    chats
        .computeIfAbsent(listener.chatId, _ -> new ChatListeners(loop, memberCount, callbacks))
        .add(listener);
  }

  /// The connection listens no longer.
  void remove(Subscriber subscriber) {
    List<Subscriber> own = users.get(subscriber.userId());
    if (own != null && own.remove(subscriber) && own.isEmpty()) {
      users.remove(subscriber.userId());
    }
    List.copyOf(subscriber.listeners.values()).forEach(this::remove);
  }

  private void remove(Listener listener) {
    listener.subscriber.listeners.remove(listener.chatId);
    ChatListeners chat = chats.get(listener.chatId);
    if (chat != null) {
      chat.remove(listener);
      if (chat.isEmpty()) {
        chats.remove(listener.chatId);
      }
    }
  }

  /// A log has grown.
  void entry(LiveEvent event) {
    Entry entry = event.entry();
    switch (entry.body()) {
      case Event.ChatCreated created ->
          created.userIds().forEach(id -> forUser(id, s -> joined(s, event)));
      case Event.MessageSent _ -> {}
    }
    ChatListeners chat = chats.get(entry.chat_id());
    if (chat != null) {
      chat.send(event);
    }
  }

  private void forUser(long userId, Consumer<Subscriber> task) {
    List.copyOf(users.getOrDefault(userId, List.of())).forEach(task);
  }

  private void joined(Subscriber subscriber, LiveEvent event) {
    if (subscriber.joinedMeanwhile != null) {
      subscriber.joinedMeanwhile.put(event.entry().chat_id(), event);
    } else {
      join(subscriber, event);
    }
  }

  // Shown the chat first, then given the entry that made them a member, and what follows it.
  private void join(Subscriber subscriber, LiveEvent event) {
    long chatId = event.entry().chat_id();
    if (subscriber.listeners.containsKey(chatId)) {
      return;
    }
    Listener listener = new Listener(subscriber, chatId, event.id() - 1, true);
    listener.hold();
    add(listener, event.entry().body().userIds().size());
    show(listener);
  }

  private void show(Listener listener) {
    long userId = listener.subscriber.userId();
    hub.load(loop, listener.chatId, userId, chat -> shown(listener, chat));
  }

  private void shown(Listener listener, @Nullable Chat chat) {
    if (chat != null) {
      tell(listener.subscriber, new Notice.ChatAdded(chat));
    }
    ChatListeners chats = this.chats.get(listener.chatId);
    if (chats != null) {
      chats.release(listener);
    }
  }

  /// Tells one connection.
  void tell(Subscriber subscriber, Notice notice) {
    Packet packet = subscriber.peer.pack(encode(notice));
    subscriber.peer.send(packet, notice.losable());
    packet.release();
  }

  private byte[] encode(Notice notice) {
    return JsonWriter.event((Record) notice, hub.now());
  }

  /// Tells the user's own connections.
  void tellUser(long userId, Notice notice) {
    forUser(userId, subscriber -> tell(subscriber, notice));
  }

  /// Tells those who asked for presence.
  void tellPresence(long userId, Notice.Presence notice) {
    forUser(
        userId,
        subscriber -> {
          if (subscriber.presence) {
            tell(subscriber, notice);
          }
        });
  }

  /// Tells the members of a small chat.
  void tellSmallChat(long chatId, Notice notice, @Nullable Long exceptUser) {
    ChatListeners chat = chats.get(chatId);
    if (chat != null && chat.isSmall()) {
      chat.sendBeside(encode(notice), exceptUser);
    }
  }

  /// What a member sees of the chat has changed.
  void chatChanged(long chatId, long userId) {
    if (users.containsKey(userId)) {
      hub.load(
          loop,
          chatId,
          userId,
          chat -> {
            if (chat != null) {
              tellUser(userId, new Notice.ChatChanged(chat));
            }
          });
    }
  }

  /// The user has cleared the chat: it comes back with its next message.
  void chatCleared(long chatId, long userId, long eventId) {
    forUser(
        userId,
        subscriber -> {
          Listener listener = subscriber.listeners.get(chatId);
          if (listener != null && listener.position <= eventId) {
            listener.shown = false;
          }
          tell(subscriber, new Notice.ChatRemoved(chatId, "cleared"));
        });
  }

  /// The chat has ended for all.
  void chatEnded(long chatId) {
    ChatListeners chat = chats.get(chatId);
    if (chat != null) {
      for (Listener listener : List.copyOf(chat.all())) {
        tell(listener.subscriber, new Notice.ChatRemoved(chatId, "deleted"));
        remove(listener);
      }
    }
  }

  /// The session was ended: its connections hear no more.
  void sessionEnded(long sessionId) {
    List<Subscriber> ended =
        users.values().stream()
            .flatMap(List::stream)
            .filter(s -> s.session.id() == sessionId)
            .toList();
    for (Subscriber subscriber : ended) {
      hub.unsubscribe(subscriber);
      subscriber.peer.tokenEnded();
    }
  }
}
