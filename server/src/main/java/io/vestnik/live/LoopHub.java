package io.vestnik.live;

import io.vestnik.model.Event;
import io.vestnik.model.Notice;
import io.vestnik.model.Signal;
import io.vestnik.table.Positions;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Who listens to what on one event loop. Everything here runs on that loop.
final class LoopHub implements ChatListeners.Callbacks {
  private final Hub hub;
  private final Executor loop;
  final Subscribers subscribers;
  final Beside beside;

  /// What becomes of chats, for those whose subscription is not answered yet.
  private final Set<Meanwhile> beginning = Collections.newSetFromMap(new IdentityHashMap<>());

  private final Map<Long, ChatListeners> chats = new HashMap<>();
  private final Views views;
  private final LoopPlaces places;

  LoopHub(Hub hub, Executor loop) {
    this.hub = hub;
    this.loop = loop;
    subscribers = new Subscribers(hub::now);
    beside = new Beside(subscribers, chats, hub.presence()::isOnline);
    views = new Views(hub, loop, subscribers, this::shown);
    places = new LoopPlaces(hub, chats);
  }

  LoopPlaces places() {
    return places;
  }

  @Override
  public void show(Listener listener) {
    views.show(listener);
  }

  @Override
  public void delivered(long chatId, long userId, long messageId) {
    hub.delivered().note(chatId, userId, messageId);
  }

  @Override
  public void ended(Listener listener) {
    remove(listener);
    subscribers.tell(listener.subscriber, new Notice.ChatRemoved(listener.chatId, "deleted"));
  }

  @Override
  public void idle(long chatId) {
    chats.remove(chatId);
  }

  @Override
  public boolean comesAgain() {
    return places.isTelling();
  }

  /// Begins to notice what becomes of the user's chats while they are being read.
  void begin(Subscriber subscriber) {
    subscribers.add(subscriber);
    if (subscriber.meanwhile != null) {
      beginning.add(subscriber.meanwhile);
    }
  }

  /// Listens to the user's chats from these positions on.
  void listen(Subscriber subscriber, List<Positions.Position> positions) {
    Meanwhile meanwhile = begun(subscriber);
    if (meanwhile == null) {
      return;
    }
    for (Positions.Position read : positions) {
      if (meanwhile.isAsRead(read)) {
        boolean shown = meanwhile.isShown(read);
        add(new Listener(subscriber, read, shown), read.lastEventId())
            .members
            .set(read.memberCount(), read.lastEventId());
      }
    }
    // The entry, and what followed, went to those who listened then: from the log it comes again.
    meanwhile.forJoined(
        positions,
        event -> {
          join(subscriber, event, event.id() - 1);
          places.grown(event.entry().chat_id(), event.id());
        });
    meanwhile.firstWritten().forEach(beside::firstWritten);
  }

  /// Listens where an earlier subscription of the same user's connection has listened so far, and
  /// goes on where it was.
  void takeOver(Subscriber subscriber, Subscriber before) {
    Meanwhile meanwhile = begun(subscriber);
    subscriber.listeners.putAll(before.listeners);
    subscriber.listeners.values().forEach(listener -> listener.subscriber = subscriber);
    before.listeners.clear();
    if (meanwhile != null) {
      meanwhile.firstWritten().forEach(beside::firstWritten);
    }
  }

  private @Nullable Meanwhile begun(Subscriber subscriber) {
    Meanwhile meanwhile = subscriber.meanwhile;
    beginning.remove(meanwhile);
    subscriber.meanwhile = null;
    return meanwhile;
  }

  /// Whether it has begun, and is not gone.
  boolean isKnown(Subscriber subscriber) {
    return subscribers.has(subscriber);
  }

  private ChatListeners add(Listener listener, long given) {
    places.begins(listener.chatId, given);
    listener.subscriber.listeners.put(listener.chatId, listener);
    ChatListeners chat =
        chats.computeIfAbsent(listener.chatId, id -> new ChatListeners(id, loop, this));
    chat.add(listener);
    return chat;
  }

  /// The connection listens no longer.
  ///
  /// @return whether it did
  boolean remove(Subscriber subscriber) {
    beginning.remove(subscriber.meanwhile);
    if (!subscribers.remove(subscriber)) {
      return false;
    }
    List.copyOf(subscriber.listeners.values()).forEach(this::remove);
    return true;
  }

  private void remove(Listener listener) {
    if (!listener.subscriber.listeners.remove(listener.chatId, listener)) {
      return;
    }
    places.ends(listener.chatId);
    ChatListeners chat = chats.get(listener.chatId);
    if (chat != null) {
      chat.remove(listener);
      if (chat.isIdle()) {
        chats.remove(listener.chatId);
      }
    }
  }

  /// A log has grown.
  void entry(LiveEvent event) {
    long chatId = event.entry().chat_id();
    int change =
        switch (event.entry().body()) {
          case Event.ChatCreated created -> joined(created.userIds(), event);
          case Event.MemberAdded added -> joined(added.userIds(), event);
          case Event.MemberRemoved removed -> left(removed, event);
          case Event.MessageSent _,
              Event.MessageHidden _,
              Event.MessageEdited _,
              Event.MessagesDeleted _,
              Event.Reaction _,
              Event.MessagePinned _,
              Event.ChatEdited _,
              Event.RoleChanged _ ->
              0;
        };
    ChatListeners chat = chats.get(chatId);
    if (chat != null) {
      chat.members.change(change, event.id());
      chat.send(event);
    }
  }

  // Gives how many members more there are.
  private int joined(List<Long> userIds, LiveEvent event) {
    for (long userId : userIds) {
      for (Subscriber subscriber : subscribers.of(userId)) {
        if (subscriber.meanwhile != null) {
          subscriber.meanwhile.turn(event);
        } else {
          join(subscriber, event, event.id());
        }
      }
    }
    return userIds.size();
  }

  // Shown the chat first, then given the entry that made them a member, and what follows it. Who
  // listens already has read of it; and an entry may come again that others lacked.
  private void join(Subscriber subscriber, LiveEvent event, long given) {
    long chatId = event.entry().chat_id();
    if (!subscriber.listeners.containsKey(chatId) && !subscriber.hasLeft(chatId, event.id())) {
      Listener listener = new Listener(subscriber, chatId, event.id() - 1, true);
      listener.hold();
      add(listener, given);
      views.show(listener);
    }
  }

  /// The user is a member of a chat; where they do not listen, no hint has told it.
  void missed(Positions.Standing standing) {
    for (Subscriber subscriber : subscribers.of(standing.userId())) {
      Listener listener = LoopPlaces.missing(subscriber, standing.position());
      if (listener != null) {
        add(listener, listener.position);
        views.show(listener);
      }
    }
  }

  // Given at once what came before, told, and never given anything more. Who has heard of later
  // entries has joined again since.
  private int left(Event.MemberRemoved removed, LiveEvent event) {
    long chatId = event.entry().chat_id();
    String reason = removed.reason() == Event.MemberRemoved.Departure.REMOVED ? "removed" : "left";
    ChatListeners chat = chats.get(chatId);
    for (Subscriber subscriber : subscribers.of(removed.user_id())) {
      Listener listener = subscriber.listeners.get(chatId);
      if (subscriber.meanwhile != null) {
        subscriber.meanwhile.turn(event);
      } else if (chat != null && listener != null && listener.position < event.id()) {
        chat.hurry(listener);
        remove(listener);
        subscriber.left(chatId, event.id());
        subscribers.tell(subscriber, new Notice.ChatRemoved(chatId, reason));
      }
    }
    return -1;
  }

  // The listener has been shown the chat: what was held back goes out.
  private void shown(Listener listener, int memberCount, long lastEventId) {
    ChatListeners chat = chats.get(listener.chatId);
    if (chat != null) {
      chat.members.set(memberCount, lastEventId);
      chat.release(listener);
    }
  }

  /// One of the two of a personal chat has written for the first time.
  void firstWritten(Signal.FirstWritten signal) {
    beginning.forEach(meanwhile -> meanwhile.wrote(signal));
    beside.firstWritten(signal);
  }

  /// What a member sees of the chat has changed.
  void chatChanged(long chatId, long userId) {
    views.changed(chatId, userId);
  }

  /// The user has cleared the chat: it comes back with its next message.
  void chatCleared(long chatId, long userId, long eventId) {
    for (Subscriber subscriber : subscribers.of(userId)) {
      if (subscriber.meanwhile != null) {
        subscriber.meanwhile.clear(chatId);
        continue;
      }
      Listener listener = subscriber.listeners.get(chatId);
      if (listener != null && listener.position > eventId) {
        continue; // it began to listen after that, and has the chat as it came back
      }
      if (listener != null) {
        listener.clear(eventId);
      }
      subscribers.tell(subscriber, new Notice.ChatRemoved(chatId, "cleared"));
    }
  }

  /// The chat has ended for all.
  void chatEnded(long chatId) {
    beginning.forEach(meanwhile -> meanwhile.end(chatId));
    ChatListeners chat = chats.get(chatId);
    if (chat != null) {
      chat.end();
    }
  }

  /// The session was ended: its connections hear no more.
  void sessionEnded(long sessionId) {
    for (Subscriber subscriber : subscribers.ofSession(sessionId)) {
      hub.unsubscribe(subscriber);
      subscriber.peer.tokenEnded();
    }
  }
}
