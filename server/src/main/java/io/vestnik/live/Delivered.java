package io.vestnik.live;

import io.vestnik.model.Clock;
import io.vestnik.model.Signal;
import io.vestnik.store.Reply;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.ChatRow;
import io.vestnik.table.MemberRow;
import io.vestnik.table.Moves;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
    Map<Reached, Long> some = new HashMap<>();
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
          set(tx, some);
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

  // The chats are not kept: who writes into them does not wait for this.
  private void set(Tx tx, Map<Reached, Long> some) {
    Set<Long> small =
        tx.chats().seen(some.keySet().stream().map(Reached::chatId).distinct().toList()).stream()
            .filter(ChatRow::isSmall)
            .map(ChatRow::id)
            .collect(Collectors.toSet());
    List<List<Long>> keys =
        some.keySet().stream()
            .filter(reached -> small.contains(reached.chatId))
            .map(reached -> List.of(reached.chatId, reached.userId))
            .toList();
    List<Moves.Move> moves = new ArrayList<>(keys.size());
    for (MemberRow member : tx.members().kept(keys)) {
      Reached reached = new Reached(member.chatId(), member.userId());
      long messageId = Objects.requireNonNull(some.get(reached));
      if (member.deliveredMessageId() < messageId) {
        moves.add(new Moves.Move(reached.chatId, reached.userId, messageId));
        tx.tell(new Signal.Delivered(reached.chatId, reached.userId, messageId));
      }
    }
    if (!moves.isEmpty()) {
      tx.members().setDelivered(moves);
      tx.moves().addAll(moves, Moves.Kind.DELIVERED, clock.millis());
    }
  }
}
