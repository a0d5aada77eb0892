package io.vestnik.live;

import io.vestnik.model.Entry;
import io.vestnik.store.Reply;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.Dataset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices where another copy of the data has taken the place of the one before: a standby that had
/// not got all, a backup. Where entries are gone that were told to somebody, the data set gets a
/// new id, so that every client begins anew; and whoever listens is sent away to hear of it.
public final class Continuity {
  private static final Logger log = LoggerFactory.getLogger(Continuity.class);
  private static final int REMEMBERED = 1_000;

  private final Store store;
  private final Supplier<String> newId;
  private final Consumer<String> replaced;
  private final Deque<Told> told = new ArrayDeque<>();
  private String id = "";
  private String past = "";
  private boolean looking;

  /// @param newId gives ids that were never given before
  /// @param replaced gets the new id where what was told may be no more
  public Continuity(Store store, Supplier<String> newId, Consumer<String> replaced) {
    this.store = store;
    this.newId = newId;
    this.replaced = replaced;
  }

  private record Told(long chatId, long eventId, long time) {}

  /// The facts of the data set, with a new id where it is another copy than the one that was last
  /// served: nobody is left who knows what was told of that.
  public Dataset.Facts begin(Supplier<Dataset.Facts> first, long now) {
    String current = store.past();
    Dataset.Facts facts =
        store.write(tx -> {
          Dataset.Facts known = tx.dataset().facts();
          if (known == null) {
            known = first.get();
            tx.dataset().begin(known, now);
          } else if (tx.dataset().isOfAnotherPast(current)) {
            log.warn("This is another copy of the data: clients begin anew");
            known = new Dataset.Facts(newId.get(), known.hashKey());
            tx.dataset().renew(known.id());
          }
          tx.dataset().setPast(current);
          return known;
        });
    heard(facts.id(), current);
    return facts;
  }

  /// Somebody was told of these.
  synchronized void note(List<Entry> entries) {
    if (past.isEmpty()) {
      return; // nobody would ask
    }
    for (Entry entry : entries) {
      told.add(new Told(entry.chat_id(), entry.event_id(), entry.event_time()));
    }
    while (told.size() > REMEMBERED) {
      told.remove();
    }
  }

  /// The chat has ended: of its entries nothing is left, and rightly so.
  synchronized void ended(long chatId) {
    told.removeIf(one -> one.chatId == chatId);
  }

  /// Looks whether the copy is still the same, and the data set too. Returns at once.
  void look() {
    String current = store.past();
    synchronized (this) {
      if (looking || current.isEmpty()) {
        return;
      }
      looking = true;
    }
    Reply<String> reply = new Reply<>(Runnable::run, outcome -> looked(outcome, current));
    if (current.equals(past())) {
      store.read(tx -> Objects.requireNonNull(tx.dataset().facts()).id(), reply);
    } else {
      store.write(tx -> check(tx, current), reply);
    }
  }

  private synchronized String past() {
    return past;
  }

  private String check(Tx tx, String current) {
    String now = Objects.requireNonNull(tx.dataset().facts()).id();
    if (isAllThere(tx)) {
      log.info("Another copy of the data has taken over: nothing that was told is lost");
    } else {
      log.warn("Another copy of the data has taken over, with less in it: clients begin anew");
      now = newId.get();
      tx.dataset().renew(now);
    }
    tx.dataset().setPast(current);
    return now;
  }

  // A copy lacks what was committed last: where that is there, all is.
  private boolean isAllThere(Tx tx) {
    List<List<Long>> all;
    synchronized (this) {
      all = told.stream().map(one -> List.of(one.chatId, one.eventId, one.time)).toList();
    }
    return tx.log().count(all) == all.size();
  }

  private void looked(Reply.Outcome<String> outcome, String current) {
    switch (outcome) {
      case Reply.Done<String>(String found) -> heard(found, current);
      case Reply.Failed<String>(RuntimeException why) ->
          log.debug("Whether the data are the same is looked at later: {}", why.getMessage());
    }
    synchronized (this) {
      looking = false;
    }
  }

  private void heard(String found, String current) {
    boolean other;
    synchronized (this) {
      other = !id.isEmpty() && !id.equals(found);
      id = found;
      past = current;
      if (other) {
        told.clear();
      }
    }
    if (other) {
      replaced.accept(found);
    }
  }
}
