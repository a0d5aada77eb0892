package io.vestnik.live;

import io.vestnik.model.Clock;
import io.vestnik.model.Signal;
import io.vestnik.store.Reply;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.ChatRow;
import io.vestnik.table.MemberRow;
import io.vestnik.table.Moves;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has reached whom. Noted in memory and written behind, within a second: losing it in a crash
/// loses no message.
final class Delivered implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Delivered.class);
  private static final long DELAY_MILLIS = 300;
  private static final int MAX_NOTED = 100_000;
  private static final int MAX_AT_ONCE = 500;

  private final Store store;
  private final Clock clock;
  private final Executor later =
      CompletableFuture.delayedExecutor(DELAY_MILLIS, TimeUnit.MILLISECONDS);
  private final Map<Reached, Long> noted = new HashMap<>();
  private boolean due;
  private boolean closed;

  Delivered(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  private record Reached(long chatId, long userId) {}

  private static final Comparator<Reached> LOCK_ORDER =
      Comparator.comparingLong(Reached::chatId).thenComparingLong(Reached::userId);

  /// The user's connection was given the message, or one after it.
  synchronized void note(long chatId, long userId, long messageId) {
    if (closed) {
      return;
    }
    if (noted.size() < MAX_NOTED) {
      noted.merge(new Reached(chatId, userId), messageId, Math::max);
    }
    if (!due) {
      due = true;
      later.execute(this::write);
    }
  }

  /// Notes and writes no more.
  @Override
  public synchronized void close() {
    closed = true;
    noted.clear();
  }

  private synchronized void write() {
    if (closed) {
      return;
    }
    Map<Reached, Long> some = new TreeMap<>(LOCK_ORDER);
    var left = noted.entrySet().iterator();
    while (left.hasNext() && some.size() < MAX_AT_ONCE) {
      var one = left.next();
      some.put(one.getKey(), one.getValue());
      left.remove();
    }
    due = !noted.isEmpty();
    if (due) {
      later.execute(this::write);
    }
    store.write(
        tx -> {
          Set<Long> small = small(tx, some.keySet());
          some.forEach((reached, messageId) -> { // in the order of locks
            if (small.contains(reached.chatId)) {
              set(tx, reached, messageId);
            }
          });
          return some.size();
        },
        new Reply<>(
            Runnable::run,
            outcome -> {
              if (outcome instanceof Reply.Failed<Integer>(RuntimeException why)) {
                log.debug("Marks of delivery are lost: {}", why.getMessage());
              }
            }));
  }

  private static Set<Long> small(Tx tx, Set<Reached> all) {
    return tx.chats().byIds(all.stream().map(Reached::chatId).distinct().toList()).stream()
        .filter(ChatRow::isSmall)
        .map(ChatRow::id)
        .collect(Collectors.toSet());
  }

  private void set(Tx tx, Reached reached, long messageId) {
    MemberRow member = tx.members().get(reached.chatId, reached.userId);
    if (member == null || member.deliveredMessageId() >= messageId) {
      return;
    }
    tx.members().setDelivered(reached.chatId, reached.userId, messageId);
    tx.moves().add(reached.chatId, reached.userId, Moves.Kind.DELIVERED, messageId, clock.millis());
    tx.tell(new Signal.Delivered(reached.chatId, reached.userId, messageId));
  }
}
