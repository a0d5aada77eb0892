package io.vestnik.store;

import io.vestnik.model.Clock;
import io.vestnik.protocol.Rejection;
import io.vestnik.sql.Migrations;
import io.vestnik.sql.Sql;
import io.vestnik.sql.StorageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
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
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final SqliteFile file;
  private final Clock clock;
  private final Committed committed;
  private final WriteGroup group;
  private final Health health = new Health();
  private final BlockingQueue<Pending> writes = new ArrayBlockingQueue<>(MAX_WRITES_WAITING);
  private final BlockingQueue<PendingRead<?>> reads = new ArrayBlockingQueue<>(MAX_READS_WAITING);
  private final List<Thread> readers = new ArrayList<>();
  private final Thread writer;
  private final Checkpointer checkpointer;
  private volatile boolean closing;

  /// Opens the file, making it where there is none, and brings its schema up to date.
  ///
  /// @param committed hears of each commit
  /// @throws IllegalStateException with a line for the operator where it cannot be used
  public SqliteStore(Path path, Clock clock, Committed committed) {
    this(new SqliteFile(path, PATIENCE), clock, committed);
  }

  SqliteStore(SqliteFile file, Clock clock, Committed committed) {
    this.file = file;
    this.clock = clock;
    this.committed = committed;
    this.group = new WriteGroup(committed);
    Sql sql = migrated();
    checkpointer = new Checkpointer(file);
    writer = Thread.ofPlatform().name("writer").start(() -> writeUntilClosed(sql));
    for (int i = 1; i <= READERS; i++) {
      readers.add(Thread.ofPlatform().name("reader-" + i).start(this::readUntilClosed));
    }
  }

  private Sql migrated() {
    Sql sql = file.openForWriting();
    try {
      Migrations.run(sql, clock);
      Migrations.refuseUnfinished(sql);
      return sql;
    } catch (RuntimeException e) {
      sql.close();
      throw e instanceof StorageException ? file.unusable(e) : e;
    }
  }

  @Override
  public void append(Object line, Append append, Reply<Appended> reply) {
    offer(new Pending.Message(append, reply));
  }

  @Override
  public <T> void write(Object line, Work<T> work, Reply<T> reply) {
    offer(new Pending.Unit<>(work, reply));
  }

  private void offer(Pending pending) {
    if (closing || !writes.offer(pending)) {
      refuse(replies -> pending.fail(tooMany("writes"), replies));
    } else if (closing) {
      refuseTheRest();
    }
  }

  @Override
  public <T> void read(Work<T> work, Reply<T> reply) {
    PendingRead<T> read = new PendingRead<>(work, reply);
    if (closing || !reads.offer(read)) {
      refuse(replies -> read.fail(tooMany("reads"), replies));
    } else if (closing) {
      refuseTheRest();
    }
  }

  private static Rejection tooMany(String what) {
    return Rejection.overloaded("Too many " + what + " are waiting; nothing was done.");
  }

  private static void refuse(Consumer<Replies> refusal) {
    Replies replies = new Replies();
    refusal.accept(replies);
    replies.send();
  }

  // What came in when nobody was there any more to carry it out: each is taken out by one thread.
  private void refuseTheRest() {
    if (writer.isAlive() || readers.stream().anyMatch(Thread::isAlive)) {
      return;
    }
    Rejection gone = Rejection.overloaded("The server is stopping; nothing was done.");
    refuse(replies -> {
      for (PendingRead<?> read = reads.poll(); read != null; read = reads.poll()) {
        read.fail(gone, replies);
      }
      for (Pending pending = writes.poll(); pending != null; pending = writes.poll()) {
        pending.fail(gone, replies);
      }
    });
  }

  private void writeUntilClosed(Sql first) {
    Sql sql = first;
    Tx tx = new Tx(sql, clock);
    List<Pending> batch = new ArrayList<>(MAX_GROUP);
    for (Pending next = next(writes); next != null; next = next(writes)) {
      batch.add(next);
      writes.drainTo(batch, MAX_GROUP - 1);
      WriteGroup.Outcome outcome = group.run(tx, batch);
      health.wrote(outcome == WriteGroup.Outcome.COMMITTED);
      if (outcome == WriteGroup.Outcome.CONNECTION_LOST) {
        sql = renewed(sql);
        tx = new Tx(sql, clock);
      }
      batch.clear();
      checkpointer.written(sql);
    }
    sql.close();
  }

  // Where none can be had now, the next group tries with the old one.
  private Sql renewed(Sql old) {
    Sql renewed;
    try {
      renewed = file.openForWriting();
    } catch (RuntimeException e) {
      log.warn("No new connection to the database: {}", e.getMessage());
      return old;
    }
    try {
      old.close();
    } catch (StorageException e) {
      log.warn("An old connection to the database does not close: {}", e.getMessage());
    }
    return renewed;
  }

  private void readUntilClosed() {
    try (Sql sql = file.openForReading()) {
      Tx tx = new Tx(sql, clock);
      for (PendingRead<?> read = next(reads); read != null; read = next(reads)) {
        Replies replies = new Replies();
        health.read(read.run(tx, replies, committed));
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
    if (health.writesFail()) {
      write(tx -> tx.dataset().touch(), new Reply<>(Runnable::run, _ -> {})); // tells the next time
    }
    return !closing
        && health.isFit()
        && writer.isAlive()
        && readers.stream().allMatch(Thread::isAlive);
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
    refuseTheRest();
    checkpointer.close();
  }
}
