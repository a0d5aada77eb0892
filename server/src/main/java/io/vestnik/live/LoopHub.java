package io.vestnik.live;

import io.vestnik.mode.Packet;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Notice;
import io.vestnik.protocol.JsonWriter;
import io.vestnik.table.Members;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who listens to what on one event loop. Everything here runs on that loop.
final class LoopHub {
  private final Hub hub;
  private final Executor loop;
  private final Map<Long, List<Subscriber>> users = new HashMap<>();

  /// What becomes of chats, for those whose subscription is not answered yet.
  private final Set<Subscriber.Meanwhile> beginning =
      Collections.newSetFromMap(new IdentityHashMap<>());

  private final Map<Long, ChatListeners> chats = new HashMap<>();
  private final ChatListeners.Callbacks callbacks;
  private final Views views;
  private final LoopPlaces places;

  LoopHub(Hub hub, Executor loop) {
    this.hub = hub;
    this.loop = loop;
    views = new Views(hub, loop, this);
    places = new LoopPlaces(hub, chats);
    callbacks =
        new ChatListeners.Callbacks() {
          @Override
          public void show(Listener listener) {
            views.show(listener);
          }

          @Override
          public void delivered(long chatId, long userId, long messageId) {
            hub.delivered().note(chatId, userId, messageId);
          }
        };
  }

  /// Begins to notice what becomes of the user's chats while they are being read.
  void begin(Subscriber subscriber) {
    users.computeIfAbsent(subscriber.userId(), _ -> new ArrayList<>(1)).add(subscriber);
    if (subscriber.meanwhile != null) {
      beginning.add(subscriber.meanwhile);
    }
  }

  /// Listens to the user's chats from these positions on.
  void listen(Subscriber subscriber, List<Members.Position> positions) {
    Subscriber.Meanwhile meanwhile = begun(subscriber);
    if (meanwhile == null) {
      return;
    }
    for (Members.Position p : positions) {
      meanwhile.joined().remove(p.chatId());
      if (!meanwhile.ended().contains(p.chatId())) {
        boolean shown = p.shown() && !meanwhile.cleared().contains(p.chatId());
        Listener listener = new Listener(subscriber, p.chatId(), p.lastEventId(), shown);
        add(listener, p.memberCount(), p.lastEventId());
      }
    }
    meanwhile.joined().keySet().removeAll(meanwhile.ended());
    meanwhile.joined().forEach((_, event) -> join(subscriber, event));
  }

  /// Listens where an earlier subscription of the same user's connection has listened so far, and
  /// goes on where it was.
  void takeOver(Subscriber subscriber, Subscriber before) {
    begun(subscriber);
    subscriber.listeners.putAll(before.listeners);
    subscriber.listeners.values().forEach(listener -> listener.subscriber = subscriber);
    before.listeners.clear();
  }

  private Subscriber.@Nullable Meanwhile begun(Subscriber subscriber) {
    Subscriber.Meanwhile meanwhile = subscriber.meanwhile;
    beginning.remove(meanwhile);
    subscriber.meanwhile = null;
    return meanwhile;
  }

  /// Whether it has begun, and is not gone.
  boolean isKnown(Subscriber subscriber) {
    return users.getOrDefault(subscriber.userId(), List.of()).contains(subscriber);
  }

  private void add(Listener listener, int memberCount, long given) {
    places.begins(listener.chatId, given);
    listener.subscriber.listeners.put(listener.chatId, listener);
    chats
        .computeIfAbsent(listener.chatId, _ -> new ChatListeners(loop, memberCount, callbacks))
        .add(listener);
  }

  LoopPlaces places() {
    return places;
  }

  /// The connection listens no longer.
  ///
  /// @return whether it did
  boolean remove(Subscriber subscriber) {
    beginning.remove(subscriber.meanwhile);
    List<Subscriber> own = users.get(subscriber.userId());
    if (own == null || !own.remove(subscriber)) {
      return false;
    }
    if (own.isEmpty()) {
      users.remove(subscriber.userId());
    }
    List.copyOf(subscriber.listeners.values()).forEach(this::remove);
    return true;
  }

  private void remove(Listener listener) {
    places.ends(listener.chatId);
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
          created.userIds().forEach(id -> ofUser(id).forEach(s -> joined(s, event)));
      case Event.MessageSent _,
          Event.MessageHidden _,
          Event.MessageEdited _,
          Event.MessagesDeleted _,
          Event.Reaction _,
          Event.MessagePinned _,
          Event.ChatEdited _,
          Event.MemberAdded _,
          Event.MemberRemoved _,
          Event.RoleChanged _ -> {}
    }
    ChatListeners chat = chats.get(entry.chat_id());
    if (chat != null) {
      chat.send(event);
    }
  }

  private List<Subscriber> ofUser(long userId) {
    return List.copyOf(users.getOrDefault(userId, List.of()));
  }

  // Those alone whose subscription is answered: nothing goes before the answer.
  void forUser(long userId, Consumer<Subscriber> task) {
    ofUser(userId).stream().filter(one -> one.meanwhile == null).forEach(task);
  }

  private void joined(Subscriber subscriber, LiveEvent event) {
    if (subscriber.meanwhile != null) {
      subscriber.meanwhile.joined().put(event.entry().chat_id(), event);
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
    add(listener, event.entry().body().userIds().size(), event.id());
    views.show(listener);
  }

  /// The user became a member of a chat, and no hint has told it.
  void missed(Members.Standing standing) {
    for (Subscriber subscriber : ofUser(standing.userId())) {
      Listener listener = LoopPlaces.missing(subscriber, standing.position());
      if (listener != null) {
        add(listener, standing.position().memberCount(), listener.position);
        views.show(listener);
      }
    }
  }

  /// The listener has been shown the chat: what was held back goes out.
  void release(Listener listener) {
    ChatListeners chat = chats.get(listener.chatId);
    if (chat != null) {
      chat.release(listener);
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
      views.changed(chatId, userId);
    }
  }

  /// The user has cleared the chat: it comes back with its next message.
  void chatCleared(long chatId, long userId, long eventId) {
    for (Subscriber subscriber : ofUser(userId)) {
      if (subscriber.meanwhile != null) {
        subscriber.meanwhile.cleared().add(chatId);
        continue;
      }
      Listener listener = subscriber.listeners.get(chatId);
      if (listener != null && listener.position > eventId) {
        continue; // it began to listen after that, and has the chat as it came back
      }
      if (listener != null) {
        listener.clear(eventId);
      }
      tell(subscriber, new Notice.ChatRemoved(chatId, "cleared"));
    }
  }

  /// The chat has ended for all.
  void chatEnded(long chatId) {
    beginning.forEach(meanwhile -> meanwhile.ended().add(chatId));
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
