package io.vestnik.store;

import io.vestnik.model.Clock;
import io.vestnik.protocol.Rejection;
import io.vestnik.sql.Sql;
import io.vestnik.sql.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The store in a PostgreSQL database, which other servers may use too: one thread that adds
/// messages, many in a transaction, some that carry out units, each in its own, and some readers.
/// Where the database goes away, what waits is refused, and what comes, until it is back.
public final class PostgresStore implements Store {
  /// The fewest connections that will do.
  public static final int MIN_CONNECTIONS = 4;

  private static final Logger log = LoggerFactory.getLogger(PostgresStore.class);
  private static final int MAX_BATCH = 256;
  private static final int MAX_WRITES_WAITING = 65_536;
  private static final int MAX_READS_WAITING = 4_096;
  private static final int MAX_SKIPS = 3;
  private static final long LOOK_MILLIS = 500;
  private static final Duration PAUSE = Duration.ofMillis(2);

  private final Clock clock;
  private final Committed committed;
  private final PostgresPool pool;
  private final Lines lines = new Lines(MAX_WRITES_WAITING);
  private final PostgresWrites writes;
  private final BlockingQueue<PendingRead<?>> reads = new ArrayBlockingQueue<>(MAX_READS_WAITING);
  private final List<Thread> writers = new ArrayList<>();
  private final List<Thread> readers = new ArrayList<>();
  private final Thread watch;
  private final Semaphore look = new Semaphore(0);
  private volatile boolean closing;
  private volatile boolean away;
  private volatile String past;

  /// Where the database is.
  ///
  /// @param connections the most that this server opens
  public record Settings(DatabaseUrl url, int connections) {}

  /// Opens the database and brings its schema up to date.
  ///
  /// @param committed hears of each commit
  /// @throws IllegalStateException with a line for the operator where it cannot be used
  public PostgresStore(Settings settings, Clock clock, Committed committed) {
    this.clock = clock;
    this.committed = committed;
    PostgresSession.prepare(settings.url, clock, true);
    pool = new PostgresPool(settings.url, settings.connections);
    past = Objects.requireNonNullElse(pool.past(), "");
    writes = new PostgresWrites(pool, clock, committed, lines);
    // One connection for messages, one for the watch, the others by halves.
    int left = settings.connections - 2;
    writers.add(Thread.ofPlatform().name("writer").start(this::appendUntilClosed));
    for (int i = 1; i <= left / 2; i++) {
      writers.add(Thread.ofPlatform().name("writer-" + i).start(this::runUnitsUntilClosed));
    }
    for (int i = 1; i <= left - left / 2; i++) {
      readers.add(Thread.ofPlatform().name("reader-" + i).start(this::readUntilClosed));
    }
    watch = Thread.ofPlatform().name("database-watch").start(this::watchUntilClosed);
  }

  @Override
  public void append(Object line, Append append, Reply<Appended> reply) {
    offer(line, new Pending.Message(append, reply));
  }

  @Override
  public <T> void write(Object line, Work<T> work, Reply<T> reply) {
    offer(line, new Pending.Unit<>(work, reply));
  }

  private void offer(Object line, Pending pending) {
    if (away || !lines.offer(line, pending)) {
      refuse(replies -> pending.fail(notNow("writes"), replies));
    } else if (away) {
      refuseWrites(); // it went away between the two looks
    }
  }

  @Override
  public <T> void read(Work<T> work, Reply<T> reply) {
    PendingRead<T> read = new PendingRead<>(work, reply);
    if (away || closing || !reads.offer(read)) {
      refuse(replies -> read.fail(notNow("reads"), replies));
    } else if (away || closing) {
      refuseReads();
    }
  }

  private Rejection notNow(String what) {
    return away
        ? Rejection.storageAway()
        : Rejection.overloaded("Too many " + what + " are waiting; nothing was done.");
  }

  private static void refuse(Consumer<Replies> refusal) {
    Replies replies = new Replies();
    refusal.accept(replies);
    replies.send();
  }

  private void refuseWrites() {
    List<Lines.Waiting> waiting = lines.drain();
    refuse(replies -> waiting.forEach(one -> one.pending.fail(notNow("writes"), replies)));
  }

  private void refuseReads() {
    refuse(replies -> {
      for (PendingRead<?> read = reads.poll(); read != null; read = reads.poll()) {
        read.fail(notNow("reads"), replies);
      }
    });
  }

  private void appendUntilClosed() {
    for (List<Lines.Waiting> batch = lines.takeMessages(MAX_BATCH);
        !batch.isEmpty();
        batch = lines.takeMessages(MAX_BATCH)) {
      if (!append(batch)) {
        goneAway();
      }
    }
  }

  // Chats that others hold are tried again with the next batch, but not for ever. One of them is
  // waited for at a time, after what need not wait.
  private boolean append(List<Lines.Waiting> batch) {
    List<Lines.Waiting> patient = oftenSkipped(batch);
    Set<Lines.Waiting> waitedFor = Set.copyOf(patient);
    List<Lines.Waiting> others = batch.stream().filter(one -> !waitedFor.contains(one)).toList();
    if (!others.isEmpty() && !appendFree(others, patient.isEmpty())) {
      lines.putBack(patient);
      return false;
    }
    return patient.isEmpty() || writes.patiently(patient);
  }

  private boolean appendFree(List<Lines.Waiting> batch, boolean alone) {
    List<Lines.Waiting> held = writes.free(batch);
    if (held == null) {
      return false;
    }
    if (!held.isEmpty()) {
      held.forEach(one -> one.skips++);
      lines.putBack(held);
    }
    if (alone && held.size() == batch.size()) {
      lines.pause(PAUSE);
    }
    return true;
  }

  // The messages to one chat that was skipped too often, all of the batch that are for it.
  private static List<Lines.Waiting> oftenSkipped(List<Lines.Waiting> batch) {
    return batch.stream()
        .filter(one -> one.skips >= MAX_SKIPS)
        .findFirst()
        .map(often -> batch.stream().filter(one -> PostgresWrites.sameChat(one, often)).toList())
        .orElse(List.of());
  }

  private void runUnitsUntilClosed() {
    for (Lines.Waiting next = lines.takeUnit(); next != null; next = lines.takeUnit()) {
      if (next.pending instanceof Pending.Unit<?> unit && !writes.unit(next, unit)) {
        goneAway();
      }
    }
  }

  private void readUntilClosed() {
    while (!closing || !reads.isEmpty()) {
      PendingRead<?> read = nextRead();
      if (read != null && !run(read)) {
        goneAway();
      }
    }
  }

  // False where the storage is away.
  private boolean run(PendingRead<?> read) {
    Replies replies = new Replies();
    boolean there;
    try (Sql sql = pool.open()) {
      there = read.run(new Tx(sql, clock), replies, committed);
    } catch (StorageException e) {
      log.error("A read failed: {}", e.getMessage());
      read.fail(StorageException.asAnswer(e), replies);
      there = !e.away();
    }
    replies.send();
    return there;
  }

  // Waits for the next one; null once closing, which interrupts the wait.
  private @Nullable PendingRead<?> nextRead() {
    try {
      return closing ? reads.poll() : reads.take();
    } catch (InterruptedException e) {
      log.debug("{} is to finish", Thread.currentThread().getName());
      return null;
    }
  }

  // All that waits is refused at once: it would otherwise wait for one timeout after another.
  private void goneAway() {
    if (!away) {
      away = true;
      log.error("The database {} is away: what comes is refused until it is back", pool);
    }
    pool.renew();
    refuseWrites();
    refuseReads();
    look.release();
  }

  // Looks after the database, asked or not, so that one that hangs is noticed when nobody writes.
  private void watchUntilClosed() {
    while (!closing) {
      String now = pool.past();
      if (now == null) {
        if (!closing) {
          goneAway();
        }
        look.drainPermits();
      } else {
        past = now;
        if (away) {
          away = false;
          log.info("The database {} is back", pool);
        }
      }
      try {
        boolean asked = look.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        log.trace("Looking after the database, {}", asked);
      } catch (InterruptedException e) {
        log.debug("The watch is to finish");
      }
    }
  }

  /// PostgreSQL's own logs and dead rows are its operator's affair.
  @Override
  public void scrub() {}

  @Override
  public boolean ready() {
    return !closing
        && !away
        && Stream.concat(writers.stream(), readers.stream()).allMatch(Thread::isAlive);
  }

  @Override
  public String past() {
    return past;
  }

  @Override
  public Counts counts() {
    return writes.counts();
  }

  @Override
  public void close() {
    closing = true;
    lines.close();
    try {
      for (Thread writer : writers) {
        writer.join();
      }
      for (Thread reader : readers) {
        reader.interrupt();
        reader.join();
      }
      watch.interrupt();
      watch.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    refuseReads();
    pool.close();
  }
}
