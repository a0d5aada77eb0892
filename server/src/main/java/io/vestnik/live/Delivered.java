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
import java.util.HashSet;
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
        tx -> set(tx, some),
        new Reply<Map<Reached, Long>>(
            Runnable::run,
            outcome -> {
              switch (outcome) {
                case Reply.Done<Map<Reached, Long>>(Map<Reached, Long> held) ->
                    held.forEach((one, id) -> note(one.chatId, one.userId, id));
                case Reply.Failed<Map<Reached, Long>>(RuntimeException why) ->
                    log.debug("Marks of delivery are lost: {}", why.getMessage());
              }
            }));
  }

  // Waits for nobody, whom others may wait for: chats are only looked at, and memberships that
  // another transaction holds are given back, to be marked later.
  private Map<Reached, Long> set(Tx tx, Map<Reached, Long> some) {
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
    Set<Reached> free = new HashSet<>();
    for (MemberRow member : tx.members().freeOnes(keys)) {
      Reached reached = new Reached(member.chatId(), member.userId());
      free.add(reached);
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
    return free.size() == keys.size() ? Map.of() : held(tx, some, keys, free);
  }

  private static Map<Reached, Long> held(
      Tx tx, Map<Reached, Long> some, List<List<Long>> keys, Set<Reached> free) {
    Map<Reached, Long> held = new HashMap<>();
    for (MemberRow member : tx.members().of(keys)) {
      Reached reached = new Reached(member.chatId(), member.userId());
      if (!free.contains(reached)) {
        held.put(reached, Objects.requireNonNull(some.get(reached)));
      }
    }
    return held;
  }
}
