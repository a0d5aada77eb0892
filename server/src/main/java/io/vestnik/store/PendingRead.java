package io.vestnik.store;

import io.vestnik.sql.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Something that waits to be read.
record PendingRead<T>(Store.Work<T> work, Reply<T> reply) {
  private static final Logger log = LoggerFactory.getLogger(PendingRead.class);

  /// Reads it on a snapshot.
  ///
  /// @return false where the storage is away
  boolean run(Tx tx, Replies replies, Committed committed) {
    try {
      tx.sql.beginReading();
      T value = work.run(tx);
      tx.sql.run("commit");
      tx.handOver(committed);
      replies.add(reply, new Reply.Done<>(value));
      return true;
    } catch (RuntimeException | Error e) {
      fail(StorageException.asAnswer(e), replies);
      rollBack(tx);
      tx.forget();
      return !(e instanceof StorageException failure && failure.away());
    }
  }

  /// Refuses it.
  void fail(RuntimeException why, Replies replies) {
    replies.add(reply, new Reply.Failed<>(why));
  }

  private static void rollBack(Tx tx) {
    try {
      tx.sql.run("rollback");
    } catch (StorageException e) {
      log.debug("Rolling back a read failed", e);
    }
  }
}
