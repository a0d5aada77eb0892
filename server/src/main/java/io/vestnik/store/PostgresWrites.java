package io.vestnik.store;

import io.vestnik.model.Clock;
import io.vestnik.sql.Sql;
import io.vestnik.sql.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out what [Lines] gives out, each unit and each batch of messages in a transaction of its
/// own, and again where another transaction came in between. Used by several threads.
final class PostgresWrites {
  private static final Logger log = LoggerFactory.getLogger(PostgresWrites.class);
  private static final int MAX_REPEATS = 3;

  private final PostgresPool pool;
  private final Clock clock;
  private final Committed committed;
  private final Lines lines;
  private final Turns turns = new Turns();
  private final LongAdder commits = new LongAdder();
  private final LongAdder appended = new LongAdder();
  private final LongAdder units = new LongAdder();

  PostgresWrites(PostgresPool pool, Clock clock, Committed committed, Lines lines) {
    this.pool = pool;
    this.clock = clock;
    this.committed = committed;
    this.lines = lines;
  }

  Store.Counts counts() {
    return new Store.Counts(commits.sum(), appended.sum(), units.sum());
  }

  /// What one transaction does; keeps the replies for after its commit.
  private interface Body {
    /// @return what it has finished: all of what it was given, or less
    List<Lines.Waiting> run(Tx tx, Replies replies);
  }

  /// Where a transaction ended.
  private sealed interface End {
    record Committed(Tx tx, Replies replies, Turns.Turn turn, List<Lines.Waiting> finished)
        implements End {}

    record Failed(RuntimeException answer, Throwable why) implements End {
      boolean race() {
        return why instanceof StorageException failure && failure.race();
      }

      boolean away() {
        return why instanceof StorageException failure && failure.away();
      }
    }
  }

  /// Carries out a unit.
  ///
  /// @return false where the storage is away
  boolean unit(Lines.Waiting waiting, Pending.Unit<?> unit) {
    units.increment();
    return run(
            List.of(waiting),
            (tx, replies) -> {
              unit.runAlone(tx, replies);
              return List.of(waiting);
            })
        != null;
  }

  /// Adds messages to chats that nobody else holds.
  ///
  /// @return those whose chats others hold, or null where the storage is away
  @Nullable List<Lines.Waiting> free(List<Lines.Waiting> waiting) {
    return run(
        waiting, (tx, replies) -> append(AppendBatch.free(tx, appends(waiting)), waiting, replies));
  }

  /// Adds messages to chats, waiting for them, but not for long.
  ///
  /// @return false where the storage is away
  boolean patiently(List<Lines.Waiting> waiting) {
    return run(
            waiting,
            (tx, replies) -> {
              tx.sql.run("set local lock_timeout = 300");
              return append(AppendBatch.all(tx, appends(waiting)), waiting, replies);
            })
        != null;
  }

  /// Whether both are messages for one chat.
  static boolean sameChat(Lines.Waiting one, Lines.Waiting other) {
    return message(one).append().chatId() == message(other).append().chatId();
  }

  private static List<Append> appends(List<Lines.Waiting> waiting) {
    return waiting.stream().map(one -> message(one).append()).toList();
  }

  private static Pending.Message message(Lines.Waiting waiting) {
    return switch (waiting.pending) {
      case Pending.Message message -> message;
      case Pending.Unit<?> _ -> throw new IllegalArgumentException("A unit among messages");
    };
  }

  private static List<Lines.Waiting> append(
      AppendBatch batch, List<Lines.Waiting> waiting, Replies replies) {
    var outcomes = batch.run().iterator();
    List<Lines.Waiting> done = new ArrayList<>(waiting.size());
    for (Lines.Waiting one : waiting) {
      Pending.Message message = message(one);
      if (!batch.held().contains(message.append().chatId())) {
        replies.add(message.reply(), outcomes.next());
        done.add(one);
      }
    }
    return done;
  }

  // Gives what is left undone; null where the storage is away, and all was refused.
  private @Nullable List<Lines.Waiting> run(List<Lines.Waiting> waiting, Body body) {
    End end = attempt(body);
    for (int i = 0; i < MAX_REPEATS && end instanceof End.Failed failed && failed.race(); i++) {
      log.debug("Another transaction came in between: {}", failed.why.getMessage());
      end = attempt(body);
    }
    return switch (end) {
      case End.Committed done -> {
        lines.finished(done.finished);
        turns.over(done.turn, () -> tell(done));
        yield left(waiting, done.finished);
      }
      case End.Failed failed -> {
        Replies refusals = new Replies();
        waiting.forEach(one -> one.pending.fail(failed.answer, refusals));
        lines.finished(waiting);
        refusals.send();
        yield failed.away() ? null : List.of();
      }
    };
  }

  private static List<Lines.Waiting> left(List<Lines.Waiting> of, List<Lines.Waiting> finished) {
    if (finished.size() == of.size()) {
      return List.of();
    }
    Set<Lines.Waiting> gone = Set.copyOf(finished);
    return of.stream().filter(one -> !gone.contains(one)).toList();
  }

  private void tell(End.Committed done) {
    try {
      done.tx.handOver(committed);
    } catch (RuntimeException | Error e) {
      log.error("What was committed was not told to all", e);
    }
    done.replies.send();
  }

  private End attempt(Body body) {
    Sql sql;
    try {
      sql = pool.open();
    } catch (StorageException e) {
      return failed(e, false);
    }
    End end = attempt(sql, body);
    try {
      sql.close();
    } catch (StorageException e) {
      log.debug("A connection does not close", e);
    }
    return end;
  }

  private End attempt(Sql sql, Body body) {
    Tx tx = new Tx(sql, clock);
    Replies replies = new Replies();
    List<Lines.Waiting> finished;
    try {
      sql.beginWriting();
      finished = body.run(tx, replies);
    } catch (RuntimeException | Error e) {
      rollBack(sql);
      return failed(e, false);
    }
    return commit(tx, replies, finished);
  }

  private End commit(Tx tx, Replies replies, List<Lines.Waiting> finished) {
    Turns.Turn turn = turns.take();
    try {
      tx.sql.run("commit");
    } catch (RuntimeException | Error e) {
      turns.over(turn, () -> {});
      rollBack(tx.sql);
      End.Failed failed = failed(e, true);
      if (WriteGroup.isUnknown(e)) {
        committed.unsure();
      }
      return failed;
    }
    commits.add(finished.isEmpty() ? 0 : 1);
    appended.add(tx.messagesAdded());
    return new End.Committed(tx, replies, turn, finished);
  }

  private static End.Failed failed(Throwable why, boolean committing) {
    if (why instanceof StorageException failure && failure.away()) {
      String when = committing ? " to commit" : "";
      log.error("A write failed{}: {}", when, failure.getMessage());
    }
    return new End.Failed(WriteGroup.asAnswer(why, committing), why);
  }

  private static void rollBack(Sql sql) {
    try {
      sql.run("rollback");
    } catch (StorageException e) {
      log.debug("Rolling back failed", e);
    }
  }
}
