package io.vestnik.live;

import io.vestnik.model.Session;
import io.vestnik.model.Signal;
import io.vestnik.store.Reply;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.ChatRow;
import io.vestnik.table.Positions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks in the database for what no hint has told: how long the logs are that are listened to,
/// which chats a listener is a member of, and whether the sessions still live. In doubt all of it
/// at once; else a part a second.
final class Rounds {
  private static final Logger log = LoggerFactory.getLogger(Rounds.class);
  private static final int SESSIONS = 50;
  private static final int CHATS = 1_000;
  private static final int PACE_TICKS = 4;

  private final Store store;
  private final Hub hub;
  private final Consumer<Signal> tell;
  private final Deque<Some> left = new ArrayDeque<>();
  private boolean doubted;
  private boolean hurried;
  private boolean looking;
  private int ticks;

  /// @param tell takes to the connections what was missed
  Rounds(Store store, Hub hub, Consumer<Signal> tell) {
    this.store = store;
    this.hub = hub;
    this.tell = tell;
  }

  /// What is looked at in one read.
  private record Some(List<Session> sessions, List<Long> chatIds) {}

  private record Found(
      Set<Long> alive, List<Positions.Standing> standings, Map<Long, Long> lastEventIds) {}

  /// Something may have been lost.
  synchronized void doubt() {
    doubted = true;
  }

  /// Time goes by.
  synchronized void tick() {
    ticks++;
    if (looking) {
      return;
    }
    if (doubted) {
      doubted = false;
      hurried = true;
      begin();
    }
    if (hurried || ticks % PACE_TICKS == 0) {
      if (left.isEmpty()) {
        begin();
      }
      goOn();
    }
  }

  private void begin() {
    left.clear();
    List<Session> sessions = hub.sessions();
    List<Long> chats = hub.places().chats();
    for (int i = 0; i * SESSIONS < sessions.size() || i * CHATS < chats.size(); i++) {
      left.add(new Some(part(sessions, i, SESSIONS), part(chats, i, CHATS)));
    }
  }

  private static <T> List<T> part(List<T> all, int number, int size) {
    int from = Math.min(all.size(), number * size);
    return all.subList(from, Math.min(all.size(), from + size));
  }

  private synchronized void goOn() {
    Some some = left.peek();
    if (some == null) {
      hurried = false;
      return;
    }
    looking = true;
    store.read(tx -> look(tx, some), new Reply<>(Runnable::run, outcome -> looked(some, outcome)));
  }

  private static Found look(Tx tx, Some some) {
    Map<Long, Long> lastEventIds = new HashMap<>();
    for (ChatRow chat : tx.chats().byIds(some.chatIds)) {
      lastEventIds.put(chat.id(), chat.lastEventId());
    }
    return new Found(
        tx.sessions().alive(some.sessions.stream().map(Session::id).toList()),
        tx.positions().of(some.sessions.stream().map(Session::userId).toList()),
        lastEventIds);
  }

  private void looked(Some some, Reply.Outcome<Found> outcome) {
    boolean more = false;
    switch (outcome) {
      case Reply.Done<Found>(Found found) -> {
        compare(some, found);
        more = true;
      }
      case Reply.Failed<Found>(RuntimeException why) ->
          log.debug("What was missed is looked for later: {}", why.getMessage());
    }
    synchronized (this) {
      looking = false;
      if (more) {
        left.poll();
        if (hurried) {
          goOn();
        }
      }
    }
  }

  private boolean isNow(Positions.Standing standing) {
    Positions.Position at = standing.position();
    return at.shown() && hub.places().isAt(at.chatId(), at.lastEventId());
  }

  private void compare(Some some, Found found) {
    Places places = hub.places();
    List<Session> dead =
        some.sessions.stream().filter(session -> !found.alive.contains(session.id())).toList();
    dead.forEach(session -> hub.onEachLoop(loop -> loop.sessionEnded(session.id())));
    // Under the lock of the order: who begins to listen does so before the next entry comes.
    synchronized (places) {
      List<Positions.Standing> standings = found.standings.stream().filter(this::isNow).toList();
      hub.onEachLoop(loop -> standings.forEach(loop::missed));
    }
    for (long chatId : some.chatIds) {
      Long last = found.lastEventIds.get(chatId);
      if (last == null) {
        tell.accept(new Signal.ChatEnded(chatId));
      } else {
        places.grown(chatId, last);
      }
    }
  }
}
