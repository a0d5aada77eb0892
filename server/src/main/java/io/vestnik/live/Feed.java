package io.vestnik.live;

import io.vestnik.bus.Bus;
import io.vestnik.bus.Hint;
import io.vestnik.bus.Letter;
import io.vestnik.bus.Letters;
import io.vestnik.bus.Node;
import io.vestnik.model.Entry;
import io.vestnik.model.Signal;
import io.vestnik.store.Reply;
import io.vestnik.store.Store;
import io.vestnik.table.Parts.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes to the hub what was committed, each chat's entry n only after n − 1: what this node
/// committed as it comes, what others hint at by reading it from the log. A hint may be lost,
/// doubled or late; what is missing is found, and read.
public final class Feed implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Feed.class);
  private static final int TICKS_A_BEAT = 4;
  private static final int MAX_CHATS = 200;

  private final Store store;
  private final Node node;
  private final Hub hub;
  private final Consumer<Signal> also;
  private final Continuity continuity;
  private final Places places;
  private final Others others = new Others();
  private final Rounds rounds;
  private final ScheduledThreadPoolExecutor thread;
  private boolean reading;
  private int ticks;
  private volatile boolean toState;
  private volatile boolean closed;

  /// @param also hears each signal before the hub does
  /// @param continuity hears what is told
  public Feed(Store store, Node node, Hub hub, Consumer<Signal> also, Continuity continuity) {
    this.continuity = continuity;
    this.store = store;
    this.node = node;
    this.hub = hub;
    this.also = also;
    places = hub.places();
    rounds = new Rounds(store, hub, signal -> pass(List.of(), List.of(signal)));
    thread =
        new ScheduledThreadPoolExecutor(1, task -> Thread.ofVirtual().name("feed").unstarted(task));
    thread.setRemoveOnCancelPolicy(true);
  }

  /// Begins to hear the others, and to be heard.
  ///
  /// @param turn between one look at what is overdue and the next
  public void start(Duration turn) {
    node.listen(this::hear);
    node.beat();
    thread.scheduleWithFixedDelay(this::tick, 0, turn.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Hears of a commit of this node. Called on the store's threads, in the order of the commits.
  public void committed(List<Entry> entries, List<Signal> signals) {
    if (node.isAlone()) {
      pass(entries, signals);
    } else {
      synchronized (places) {
        pass(places.next(entries), signals);
      }
      readMissing();
    }
    node.tell(() -> hints(entries, signals));
  }

  /// Something may have been committed that nobody told: it is looked for.
  public void unsure() {
    meet();
    rounds.doubt();
  }

  /// What was told may be no more: all who listen are to catch up.
  public void outdated() {
    hub.onEachLoop(loop -> loop.subscribers.all().forEach(one -> one.peer.outdated()));
  }

  private void pass(List<Entry> entries, List<Signal> signals) {
    signals.forEach(also);
    continuity.note(entries);
    for (Signal signal : signals) {
      if (signal instanceof Signal.ChatEnded(long chatId)) {
        continuity.ended(chatId);
      }
    }
    if (!entries.isEmpty() || !signals.isEmpty()) {
      hub.committed(entries, signals);
    }
  }

  private static List<Hint> hints(List<Entry> entries, List<Signal> signals) {
    Map<Long, Long> lasts = new LinkedHashMap<>();
    List<Hint> hints = new ArrayList<>();
    for (Signal signal : signals) {
      if (!(signal instanceof Signal.Given)) {
        hints.add(new Hint.Told(signal));
      }
    }
    for (Entry entry : entries) {
      lasts.put(entry.chat_id(), entry.event_id());
      List<Long> users = entry.body().userIds();
      if (!users.isEmpty()) {
        Letters.parts(users)
            .forEach(some -> hints.add(new Hint.Named(entry.chat_id(), entry.event_id(), some)));
      }
    }
    lasts.forEach((chatId, last) -> hints.add(new Hint.Grown(chatId, last)));
    return hints;
  }

  private void hear(Bus.Heard heard) {
    switch (heard) {
      case Bus.Loss() -> {
        node.doubt();
        others.doubtAll();
        rounds.doubt();
      }
      case Bus.Text(String text) -> {
        Letter letter = Letters.read(text);
        if (letter != null && !letter.node().equals(node.id()) && !closed) {
          hear(letter);
        }
      }
    }
  }

  // From now on it is known how far each chat was given to the hub.
  private void meet() {
    if (node.meet()) {
      node.beat(); // so that the other knows at once, too
      hub.onEachLoop(loop -> loop.places().tell());
    }
  }

  private void hear(Letter letter) {
    meet();
    String from = letter.node();
    switch (letter) {
      case Letter.Heartbeat(_, long number) -> {
        if (others.isBehind(from, number)) {
          doubt(from);
        }
      }
      case Letter.Hints(_, long number, List<Hint> hints) -> {
        switch (others.heard(from, number)) {
          case NEXT -> take(from, hints);
          case AFTER_HOLE -> {
            doubt(from);
            take(from, hints);
          }
          case OLD -> log.debug("Letter {} of {} came late, or twice", number, from);
        }
      }
      case Letter.Ask(_, String asked) -> {
        others.isThere(from);
        toState |= asked.equals(node.id());
      }
      case Letter.Farewell _ -> {
        others.leave(from);
        hub.presence().forget(from, false);
      }
    }
  }

  private void doubt(String from) {
    log.debug("Something that {} has told is lost", from);
    hub.presence().interrupted(from);
    rounds.doubt();
  }

  private void take(String from, List<Hint> hints) {
    List<Signal> signals = new ArrayList<>();
    for (Hint hint : hints) {
      switch (hint) {
        case Hint.Grown(long chatId, long last) -> places.grown(chatId, last);
        case Hint.Named(long chatId, long eventId, List<Long> users) -> {
          if (users.stream().anyMatch(hub::isHere)) {
            places.named(chatId, eventId);
          }
        }
        case Hint.Told(Signal signal) -> {
          signals.add(signal);
          // By another way the next message may have come before this.
          if (signal instanceof Signal.ChatCleared(long chatId, long userId, long _)) {
            signals.add(new Signal.ChatChanged(chatId, userId));
          }
        }
        case Hint.Present present -> hub.presence().changed(from, present);
        case Hint.AllPresent part -> {
          if (hub.presence().stated(from, part)) {
            others.hasStated(from);
          }
        }
      }
    }
    pass(List.of(), signals);
    readMissing();
  }

  // One read at a time, so that nothing is overtaken.
  private void readMissing() {
    List<Part> parts;
    synchronized (places) {
      parts = reading ? List.of() : places.parts(MAX_CHATS);
      if (parts.isEmpty()) {
        return;
      }
      reading = true;
    }
    store.read(
        tx -> tx.log().parts().read(parts),
        new Reply<>(Runnable::run, outcome -> read(parts, outcome)));
  }

  private void read(List<Part> parts, Reply.Outcome<List<Entry>> outcome) {
    switch (outcome) {
      case Reply.Done<List<Entry>>(List<Entry> entries) -> {
        synchronized (places) {
          reading = false;
          pass(places.next(entries), List.of());
          places.read(parts, entries);
        }
        readMissing();
      }
      case Reply.Failed<List<Entry>>(RuntimeException why) -> {
        log.debug("The log is read later: {}", why.getMessage());
        synchronized (places) {
          reading = false;
        }
      }
    }
  }

  private void tick() {
    try {
      if (ticks++ % TICKS_A_BEAT == 0) {
        node.beat();
        places.sweep();
        continuity.look();
        if (toState) {
          toState = false;
          hub.presence().state();
        }
      }
      if (!node.isAlone()) {
        lookAfterOthers();
        rounds.tick();
        readMissing();
      }
    } catch (RuntimeException e) {
      log.error("Looking for what was missed failed", e);
    }
  }

  private void lookAfterOthers() {
    for (String silent : others.tick()) {
      log.warn("Node {} is silent: it is taken for dead", silent);
      hub.presence().forget(silent, others.isFirst(node.id()));
      rounds.doubt();
    }
    others.toAsk().forEach(node::ask);
  }

  /// Hears no more.
  @Override
  public void close() {
    closed = true;
    thread.shutdownNow();
  }
}
