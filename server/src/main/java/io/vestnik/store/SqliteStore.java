package io.vestnik.store;

import io.vestnik.model.Clock;
import io.vestnik.protocol.Rejection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The store in a SQLite file: one writer thread that commits in groups, a few readers, and a
/// checkpointer beside them. A commit is on disk (WAL, `synchronous=FULL`) before its replies.
public final class SqliteStore implements Store {
  private static final Logger log = LoggerFactory.getLogger(SqliteStore.class);
  private static final int MAX_GROUP = 256;
  private static final int MAX_WRITES_WAITING = 65_536;
  private static final int MAX_READS_WAITING = 4_096;
  private static final int READERS = 2;

  private final SqliteFile file;
  private final Clock clock;
  private final WriteGroup group;
  private final BlockingQueue<Pending> writes = new ArrayBlockingQueue<>(MAX_WRITES_WAITING);
  private final BlockingQueue<Read<?>> reads = new ArrayBlockingQueue<>(MAX_READS_WAITING);
  private final List<Thread> readers = new ArrayList<>();
  private final Thread writer;
  private final Checkpointer checkpointer;
  private volatile boolean closing;

  /// Opens the file, making it where there is none, and brings its schema up to date.
  ///
  /// @param committed hears of each commit
  /// @throws IllegalStateException with a line for the operator where it cannot be used
  public SqliteStore(Path path, Clock clock, Committed committed) {
    this.file = new SqliteFile(path);
    this.clock = clock;
    this.group = new WriteGroup(committed);
    Sql sql = file.openForWriting();
    Migrations.run(sql, clock);
    checkpointer = new Checkpointer(file);
    writer = Thread.ofPlatform().name("writer").start(() -> writeUntilClosed(sql));
    for (int i = 1; i <= READERS; i++) {
      readers.add(Thread.ofPlatform().name("reader-" + i).start(this::readUntilClosed));
    }
  }

  private record Read<T>(Work<T> work, Reply<T> reply) {
    void run(Tx tx, Replies replies) {
      try {
        tx.sql.run("begin");
        T value = work.run(tx);
        tx.sql.run("commit");
        replies.add(reply, new Reply.Done<>(value));
      } catch (RuntimeException e) {
        replies.add(reply, new Reply.Failed<>(StorageException.asAnswer(e)));
        rollBack(tx);
      }
    }

    private static void rollBack(Tx tx) {
      try {
        tx.sql.run("rollback");
      } catch (StorageException e) {
        log.debug("Rolling back a read failed", e);
      }
    }
  }

  @Override
  public void append(Append append, Reply<Appended> reply) {
    offer(new Pending.Message(append, reply));
  }

  @Override
  public <T> void write(Work<T> work, Reply<T> reply) {
    offer(new Pending.Unit<>(work, reply));
  }

  private void offer(Pending pending) {
    if (closing || !writes.offer(pending)) {
      pending.fail(Rejection.overloaded("Too many writes are waiting; nothing was done."));
    }
  }

  @Override
  public <T> void read(Work<T> work, Reply<T> reply) {
    if (closing || !reads.offer(new Read<>(work, reply))) {
      reply.fail(Rejection.overloaded("Too many reads are waiting; nothing was done."));
    }
  }

  private void writeUntilClosed(Sql first) {
    Sql sql = first;
    Tx tx = new Tx(sql, clock);
    List<Pending> batch = new ArrayList<>(MAX_GROUP);
    for (Pending next = next(writes); next != null; next = next(writes)) {
      batch.add(next);
      writes.drainTo(batch, MAX_GROUP - 1);
      if (!group.run(tx, batch)) {
        sql.close();
        sql = file.openForWriting();
        tx = new Tx(sql, clock);
      }
      batch.clear();
      checkpointer.written(sql);
    }
    sql.close();
  }

  private void readUntilClosed() {
    try (Sql sql = file.openForReading()) {
      Tx tx = new Tx(sql, clock);
      for (Read<?> read = next(reads); read != null; read = next(reads)) {
        Replies replies = new Replies();
        read.run(tx, replies);
        replies.send();
      }
    }
  }

  // Waits for the next one; null once closing and nothing is left. Closing interrupts the wait.
  private <T> @Nullable T next(BlockingQueue<T> queue) {
    while (!closing) {
      try {
        return queue.take();
      } catch (InterruptedException e) {
        log.debug("{} is to finish", Thread.currentThread().getName());
      }
    }
    return queue.poll();
  }

  @Override
  public void scrub() {
    checkpointer.scrub();
  }

  @Override
  public boolean ready() {
    return !closing && writer.isAlive() && readers.stream().allMatch(Thread::isAlive);
  }

  @Override
  public Counts counts() {
    return group.counts();
  }

  @Override
  public void close() {
    closing = true;
    try {
      for (Thread reader : readers) {
        reader.interrupt();
        reader.join();
      }
      writer.interrupt();
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    checkpointer.close();
    Rejection gone = Rejection.overloaded("The server is stopping; nothing was done.");
    reads.forEach(read -> read.reply().fail(gone));
    writes.forEach(pending -> pending.fail(gone));
  }
}
