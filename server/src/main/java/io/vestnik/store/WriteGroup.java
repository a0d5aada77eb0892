package io.vestnik.store;

import io.vestnik.protocol.Rejection;
import io.vestnik.sql.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out what waits, many at a time, in one transaction and with one commit.
final class WriteGroup {
  private static final Logger log = LoggerFactory.getLogger(WriteGroup.class);

  private final Committed committed;
  private final LongAdder commits = new LongAdder();
  private final LongAdder appended = new LongAdder();
  private final LongAdder units = new LongAdder();

  WriteGroup(Committed committed) {
    this.committed = committed;
  }

  Store.Counts counts() {
    return new Store.Counts(commits.sum(), appended.sum(), units.sum());
  }

  /// What became of a group. After a failure its connection may be good for nothing more.
  enum Outcome {
    COMMITTED,
    FAILED,
    CONNECTION_LOST
  }

  /// Carries out the group in its order. Where the storage fails, all of it is refused.
  Outcome run(Tx tx, List<Pending> group) {
    Replies replies = new Replies();
    boolean committing = false;
    try {
      tx.sql.beginWriting();
      runEach(tx, group, replies);
      committing = true;
      tx.sql.run("commit");
    } catch (RuntimeException | Error e) {
      logFailure(group.size(), committing, e);
      tx.forget();
      boolean usable = rollBack(tx);
      RuntimeException why = asAnswer(e, committing);
      Replies refusals = new Replies();
      group.forEach(pending -> pending.fail(why, refusals));
      refusals.send();
      if (committing && isUnknown(e)) {
        committed.unsure();
      }
      return usable ? Outcome.FAILED : Outcome.CONNECTION_LOST;
    }
    count(tx, group);
    tell(tx);
    replies.send();
    return Outcome.COMMITTED;
  }

  /// What a client is told of a write that failed.
  static RuntimeException asAnswer(Throwable why, boolean committing) {
    return committing && isUnknown(why)
        ? Rejection.outcomeUnknown()
        : StorageException.asAnswer(why);
  }

  /// Whether a commit that failed so may have been done all the same.
  static boolean isUnknown(Throwable why) {
    return !(why instanceof StorageException failure && failure.undone());
  }

  private void logFailure(int size, boolean committing, Throwable why) {
    String when = committing ? " to commit" : "";
    if (why instanceof StorageException failure && failure.away()) {
      log.error("A group of {} writes failed{}: {}", size, when, failure.getMessage());
    } else {
      log.error("A group of {} writes failed{}", size, when, why);
    }
  }

  private void count(Tx tx, List<Pending> group) {
    commits.increment();
    appended.add(tx.messagesAdded());
    units.add(group.stream().filter(Pending.Unit.class::isInstance).count());
  }

  private void tell(Tx tx) {
    try {
      tx.handOver(committed);
    } catch (RuntimeException | Error e) {
      log.error("What was committed was not told to all", e);
    }
  }

  private void runEach(Tx tx, List<Pending> group, Replies replies) {
    List<Pending.Message> messages = new ArrayList<>();
    for (Pending pending : group) {
      switch (pending) {
        case Pending.Message message -> messages.add(message);
        case Pending.Unit<?> unit -> {
          appendAll(tx, messages, replies);
          unit.run(tx, replies);
        }
      }
    }
    appendAll(tx, messages, replies);
  }

  private void appendAll(Tx tx, List<Pending.Message> messages, Replies replies) {
    if (messages.isEmpty()) {
      return;
    }
    List<Append> appends = messages.stream().map(Pending.Message::append).toList();
    List<Reply.Outcome<Appended>> outcomes = AppendBatch.all(tx, appends).run();
    for (int i = 0; i < outcomes.size(); i++) {
      replies.add(messages.get(i).reply(), outcomes.get(i));
    }
    messages.clear();
  }

  private static boolean rollBack(Tx tx) {
    try {
      tx.sql.run("rollback");
      return true;
    } catch (RuntimeException e) {
      log.debug("Rolling back failed; SQLite may have done so by itself", e);
      return false;
    }
  }
}
