package io.vestnik.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// The storage seam. Work that waits is bounded; where the bound is reached it is refused with 503
/// `overloaded`. What was written is on disk before its reply runs.
public interface Store extends AutoCloseable {
  /// Adds one message to a chat's log, sharing a commit with others.
  ///
  /// @param line what is handed over with the same object is carried out in that order
  void append(Object line, Append append, Reply<Appended> reply);

  /// Runs the work. If it throws, nothing of it stays, and nothing else is hurt. It may be run more
  /// than once, but only the last time counts.
  ///
  /// @param line what is handed over with the same object is carried out in that order
  <T> void write(Object line, Work<T> work, Reply<T> reply);

  /// The same in no order with any other.
  default <T> void write(Work<T> work, Reply<T> reply) {
    write(new Object(), work, reply);
  }

  /// Runs the work on a snapshot that holds all that was committed before.
  <T> void read(Work<T> work, Reply<T> reply);

  /// Has the storage's own logs forget, soon, what was deleted before. Returns at once.
  void scrub();

  /// Whether the storage answers; the readiness probe.
  boolean ready();

  /// Which copy of the data answers: another text where a standby or a backup has taken the place
  /// of the one before. Blank where nobody can tell.
  default String past() {
    return "";
  }

  /// What was done since the start.
  Counts counts();

  /// Finishes what waits, then lets the files go.
  @Override
  void close();

  /// [#write(Work, Reply)] for a thread that may wait. Throws what the work threw.
  default <T> T write(Work<T> work) {
    CompletableFuture<T> future = new CompletableFuture<>();
    write(work, Reply.to(future));
    return await(future);
  }

  /// [#read(Work, Reply)] for a thread that may wait. Throws what the work threw.
  default <T> T read(Work<T> work) {
    CompletableFuture<T> future = new CompletableFuture<>();
    read(work, Reply.to(future));
    return await(future);
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /// What runs inside a transaction: short, and waiting for nothing else.
  interface Work<T> {
    T run(Tx tx);
  }

  /// What the store has done since its start.
  ///
  /// @param commits of many messages each, where many wait
  /// @param appended messages that got a number
  /// @param units pieces of work that were given to [#write]
  record Counts(long commits, long appended, long units) {}
}
