package io.vestnik.live;

import io.vestnik.bus.Node;
import io.vestnik.mode.Peer;
import io.vestnik.mode.SignedIn;
import io.vestnik.model.Chat;
import io.vestnik.model.Clock;
import io.vestnik.model.Entry;
import io.vestnik.model.Notice;
import io.vestnik.model.Session;
import io.vestnik.model.Signal;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Reply;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.Positions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what was committed to the connections that listen, one task an event loop and commit.
public final class Hub implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Hub.class);

  private final Store store;
  private final Clock clock;
  private final ChatLoader chats;
  private final UnaryOperator<Session> used;
  private final Delivered delivered;
  private final Presence presence;
  private final UserNews news;
  private final Node node;
  private final Places places = new Places();
  private final Map<Executor, LoopHub> loops = new ConcurrentHashMap<>();
  private final Map<Peer, Subscriber> subscribers = new ConcurrentHashMap<>();
  // How many have begun, answered or not, by their users.
  private final Map<Long, Integer> begun = new ConcurrentHashMap<>();

  /// @param used notes that a session is in use, and gives it as it then is
  public Hub(Store store, Clock clock, ChatLoader chats, UnaryOperator<Session> used, Node node) {
    this.store = store;
    this.node = node;
    this.clock = clock;
    this.chats = chats;
    this.used = used;
    delivered = new Delivered(store, clock);
    presence = new Presence(store, clock, node, this::tellPresence);
    news = new UserNews(store, this::onEachLoop);
  }

  /// How a chat looks to a member.
  public interface ChatLoader {
    /// The chat as getChats shows it, or null where the user is no member.
    @Nullable Chat load(Tx tx, long chatId, long userId);
  }

  long now() {
    return clock.millis();
  }

  /// Writes nothing more of its own: the store is about to be closed.
  @Override
  public void close() {
    delivered.close();
    news.close();
  }

  Delivered delivered() {
    return delivered;
  }

  Presence presence() {
    return presence;
  }

  Places places() {
    return places;
  }

  boolean isAlone() {
    return node.isAlone();
  }

  /// Whether a connection of the user is subscribed, or is about to be.
  boolean isHere(long userId) {
    return begun.containsKey(userId);
  }

  /// Whether the user is connected, to whatever node.
  public boolean isOnline(long userId) {
    return presence.isOnline(userId);
  }

  /// The sessions of the subscribed connections.
  List<Session> sessions() {
    return subscribers.values().stream().map(subscriber -> subscriber.session).toList();
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
    if (begun.isEmpty()) {
      return;
    }
    long now = clock.millis();
    List<LiveEvent> events = entries.stream().map(e -> new LiveEvent(e, now)).toList();
    onEachLoop(hub -> Deliveries.deliver(hub, events, signals));
    signals.forEach(this::look);
  }

  // What has to be looked up, before it can be told.
  private void look(Signal signal) {
    if (signal instanceof Signal.UserChanged(long userId)) {
      news.changed(userId);
    } else if (signal instanceof Signal.PresenceShown(long userId, boolean shows)) {
      presence.shown(userId, shows);
    }
  }

  void onEachLoop(Consumer<LoopHub> task) {
    loops.forEach((loop, hub) -> {
      try {
        loop.execute(() -> task.accept(hub));
      } catch (RejectedExecutionException e) {
        log.debug("Nobody is left to tell: the server is stopping");
      }
    });
  }

  /// Begins a subscription of the connection. It takes the place of an earlier one when the
  /// returned task runs on the connection's loop. Blocks. Refuses with 401 a dead session.
  Runnable subscribe(Peer peer, Session session, boolean wantsPresence) {
    Subscriber subscriber = new Subscriber(peer, session, wantsPresence);
    LoopHub hub = on(peer.loop());
    begun.merge(subscriber.userId(), 1, Integer::sum);
    onLoop(peer, () -> hub.begin(subscriber));
    try {
      Start start = store.read(tx -> start(tx, subscriber));
      return () -> complete(subscriber, start);
    } catch (RuntimeException e) {
      onLoop(peer, () -> forget(subscriber));
      throw e;
    }
  }

  private void complete(Subscriber subscriber, Start start) {
    Peer peer = subscriber.peer;
    LoopHub hub = on(peer.loop());
    if (!hub.isKnown(subscriber)) {
      return; // its session has ended
    }
    Subscriber before = subscribers.put(peer, subscriber);
    if (before != null && before.userId() == subscriber.userId()) {
      hub.takeOver(subscriber, before);
    } else {
      hub.listen(subscriber, start.positions);
    }
    presence.came(subscriber.userId());
    if (before != null) {
      ended(before);
    }
    peer.setSubscribed(() -> noteUsed(subscriber));
    presence.tellWhoIsThere(start.contacts, notice -> hub.subscribers.tell(subscriber, notice));
    peer.whenClosed(() -> unsubscribe(subscriber));
  }

  // Once an hour. A session that is gone by then has been ended, whether or not that was heard.
  private void noteUsed(Subscriber subscriber) {
    Session before = subscriber.session;
    subscriber.session = used.apply(before);
    if (!subscriber.session.equals(before)) {
      store.read(
          tx -> tx.sessions().isAlive(before.id()),
          new Reply<Boolean>(
              subscriber.peer.loop(),
              outcome -> {
                if (outcome instanceof Reply.Done<Boolean>(Boolean alive) && !alive) {
                  on(subscriber.peer.loop()).sessionEnded(before.id());
                }
              }));
    }
  }

  private record Start(List<Positions.Position> positions, List<Long> contacts) {}

  private static Start start(Tx tx, Subscriber subscriber) {
    long userId = subscriber.userId();
    SignedIn.check(tx, subscriber.session);
    return new Start(
        tx.positions().of(userId),
        subscriber.presence ? tx.accounts().watchers().watchedBy(userId) : List.of());
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
      subscriber.peer.setSubscribed(null);
      ended(subscriber);
    } else {
      forget(subscriber);
    }
  }

  private void ended(Subscriber subscriber) {
    forget(subscriber);
    presence.went(subscriber.userId());
  }

  private void forget(Subscriber subscriber) {
    if (on(subscriber.peer.loop()).remove(subscriber)) {
      begun.computeIfPresent(subscriber.userId(), (_, n) -> n == 1 ? null : n - 1);
    }
  }

  private static void onLoop(Peer peer, Runnable task) {
    try {
      CompletableFuture.runAsync(task, peer.loop()).join();
    } catch (RejectedExecutionException e) {
      throw Rejection.overloaded("The server is stopping.");
    }
  }

  /// Reads how the chat looks to the user now, and hands it over on the loop.
  void load(
      Executor loop, long chatId, long userId, Consumer<@Nullable Chat> then, Runnable failed) {
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
                  failed.run();
                }
              }
            }));
  }

  private record Loaded(@Nullable Chat chat) {}

  private void tellPresence(List<Long> watchers, Notice.Presence notice) {
    onEachLoop(hub -> watchers.forEach(watcher -> hub.beside.tellPresence(watcher, notice)));
  }
}
