package io.vestnik.live;

import io.vestnik.mode.Peer;
import io.vestnik.mode.SignedIn;
import io.vestnik.model.Chat;
import io.vestnik.model.Clock;
import io.vestnik.model.Entry;
import io.vestnik.model.Notice;
import io.vestnik.model.Session;
import io.vestnik.model.Signal;
import io.vestnik.store.Reply;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.Members;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what was committed to the connections that listen, one task an event loop and commit.
public final class Hub {
  private static final Logger log = LoggerFactory.getLogger(Hub.class);

  private final Store store;
  private final Clock clock;
  private final ChatLoader chats;
  private final Delivered delivered;
  private final Presence presence;
  private final Map<Executor, LoopHub> loops = new ConcurrentHashMap<>();
  private final Map<Peer, Subscriber> subscribers = new ConcurrentHashMap<>();

  public Hub(Store store, Clock clock, ChatLoader chats) {
    this.store = store;
    this.clock = clock;
    this.chats = chats;
    delivered = new Delivered(store, clock);
    presence = new Presence(store, clock, this::tellPresence);
  }

  /// How a chat looks to a member.
  public interface ChatLoader {
    /// The chat as getChats shows it, or null where the user is no member.
    @Nullable Chat load(Tx tx, long chatId, long userId);
  }

  long now() {
    return clock.millis();
  }

  Delivered delivered() {
    return delivered;
  }

  private LoopHub on(Executor loop) {
    return loops.computeIfAbsent(loop, l -> new LoopHub(this, l));
  }

  /// Hears of a commit. Called on the store's threads, in the order of the commits.
  public void committed(List<Entry> entries, List<Signal> signals) {
    for (Signal signal : signals) {
      if (signal instanceof Signal.Given(long chatId, long userId, long messageId)) {
        delivered.note(chatId, userId, messageId);
      }
    }
    if (subscribers.isEmpty()) {
      return;
    }
    long now = clock.millis();
    List<LiveEvent> events = entries.stream().map(e -> new LiveEvent(e, now)).toList();
    loops.forEach((loop, hub) -> loop.execute(() -> deliver(hub, events, signals)));
  }

  private static void deliver(LoopHub hub, List<LiveEvent> events, List<Signal> signals) {
    try {
      events.forEach(hub::entry);
      signals.forEach(signal -> deliver(hub, signal));
    } catch (RuntimeException e) {
      log.error("Delivering a commit failed", e);
    }
  }

  private static void deliver(LoopHub hub, Signal signal) {
    switch (signal) {
      case Signal.SessionEnded(long sessionId, _) -> hub.sessionEnded(sessionId);
      case Signal.Typing(long chat, long user) ->
          hub.tellSmallChat(chat, new Notice.Typing(chat, user), user);
      case Signal.Read(long chat, long user, long message, boolean toAll) -> {
        Notice.Read read = new Notice.Read(chat, user, message);
        if (toAll) {
          hub.tellSmallChat(chat, read, null);
        } else {
          hub.tellUser(user, read);
        }
      }
      case Signal.Delivered(long chat, long user, long message) ->
          hub.tellSmallChat(chat, new Notice.Delivered(chat, user, message), user);
      case Signal.Given _ -> {}
      case Signal.ChatChanged(long chat, long user) -> hub.chatChanged(chat, user);
      case Signal.ChatCleared(long chat, long user, long event) ->
          hub.chatCleared(chat, user, event);
      case Signal.ChatEnded(long chat) -> hub.chatEnded(chat);
    }
  }

  /// Begins a subscription of the connection, in place of an earlier one; it is complete when the
  /// returned task has run on the connection's loop. Blocks. Refuses with 401 a dead session.
  Runnable subscribe(Peer peer, Session session, boolean wantsPresence) {
    Subscriber subscriber = new Subscriber(peer, session, wantsPresence);
    onLoop(peer, () -> begin(subscriber));
    try {
      Start start = store.read(tx -> start(tx, subscriber));
      return () -> complete(subscriber, start);
    } catch (RuntimeException e) {
      onLoop(peer, () -> unsubscribe(subscriber));
      throw e;
    }
  }

  private void complete(Subscriber subscriber, Start start) {
    LoopHub hub = on(subscriber.peer.loop());
    hub.listen(subscriber, start.positions);
    presence.tellWhoIsThere(start.contacts, notice -> hub.tell(subscriber, notice));
  }

  private record Start(List<Members.Position> positions, List<Long> contacts) {}

  private static Start start(Tx tx, Subscriber subscriber) {
    long userId = subscriber.userId();
    SignedIn.check(tx, subscriber.session);
    return new Start(
        tx.members().positions(userId),
        subscriber.presence ? tx.members().personalContacts(userId, false) : List.of());
  }

  private void begin(Subscriber subscriber) {
    Peer peer = subscriber.peer;
    Subscriber before = subscribers.put(peer, subscriber);
    if (before != null) {
      on(peer.loop()).remove(before);
    }
    on(peer.loop()).begin(subscriber);
    peer.setSubscribed(true);
    presence.came(subscriber.userId());
    if (before != null) {
      presence.went(before.userId());
    }
    peer.whenClosed(() -> unsubscribe(subscriber));
  }

  /// Ends the connection's subscription, if there is one. Blocks.
  void unsubscribe(Peer peer) {
    onLoop(
        peer,
        () -> {
          Subscriber subscriber = subscribers.get(peer);
          if (subscriber != null) {
            unsubscribe(subscriber);
          }
        });
  }

  /// On the connection's loop.
  void unsubscribe(Subscriber subscriber) {
    if (subscribers.remove(subscriber.peer, subscriber)) {
      on(subscriber.peer.loop()).remove(subscriber);
      subscriber.peer.setSubscribed(false);
      presence.went(subscriber.userId());
    }
  }

  private static void onLoop(Peer peer, Runnable task) {
    CompletableFuture.runAsync(task, peer.loop()).join();
  }

  /// Reads how the chat looks to the user now, and hands it over on the loop.
  void load(Executor loop, long chatId, long userId, Consumer<@Nullable Chat> then) {
    store.read(
        tx -> new Loaded(chats.load(tx, chatId, userId)),
        new Reply<Loaded>(
            loop,
            outcome -> {
              switch (outcome) {
                case Reply.Done<Loaded>(Loaded loaded) -> then.accept(loaded.chat);
                case Reply.Failed<Loaded>(RuntimeException why) -> {
                  log.warn(
                      "Chat {} could not be shown to {}: {}", chatId, userId, why.getMessage());
                  then.accept(null);
                }
              }
            }));
  }

  private record Loaded(@Nullable Chat chat) {}

  private void tellPresence(List<Long> watchers, Notice.Presence notice) {
    loops.forEach((loop, hub) ->
        loop.execute(() -> watchers.forEach(watcher -> hub.tellPresence(watcher, notice))));
  }
}
