package io.vestnik.store;

import io.vestnik.sql.StorageException;

/// Something that waits for the next group commit, and for its reply after it.
sealed interface Pending {
  /// Refuses it; nothing of it was done.
  void fail(RuntimeException why, Replies replies);

  /// A message for a chat's log.
  record Message(Append append, Reply<Appended> reply) implements Pending {
    @Override
    public void fail(RuntimeException why, Replies replies) {
      replies.add(reply, new Reply.Failed<>(why));
    }
  }

  /// Any other write.
  record Unit<T>(Store.Work<T> work, Reply<T> reply) implements Pending {
    @Override
    public void fail(RuntimeException why, Replies replies) {
      replies.add(reply, new Reply.Failed<>(why));
    }

    /// Runs the work, and keeps what it gives until the commit. Throws what the work throws.
    void runAlone(Tx tx, Replies replies) {
      replies.add(reply, new Reply.Done<>(work.run(tx)));
    }

    /// Runs the work as one of a group, and keeps its outcome until the commit.
    void run(Tx tx, Replies replies) {
      Reply.Outcome<T> outcome;
      try {
        outcome = new Reply.Done<>(tx.attempt(work));
      } catch (StorageException e) {
        if (e.away()) {
          throw e;
        }
        outcome = new Reply.Failed<>(e);
      } catch (RuntimeException | Error e) {
        outcome = new Reply.Failed<>(StorageException.asAnswer(e));
      }
      replies.add(reply, outcome);
    }
  }
}
