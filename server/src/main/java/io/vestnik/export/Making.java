package io.vestnik.export;

import io.vestnik.model.Clock;
import io.vestnik.model.Signal;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Exports.Export;
import io.vestnik.table.account.Exports.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Makes one export. It is the maker's while it says so often enough; else another node makes it
/// anew, and this one stops before it writes anything more.
final class Making implements Archive.Reader {
  /// How long nobody else takes what a maker has last said is its own.
  static final long LEASE_MILLIS = Duration.ofSeconds(30).toMillis();

  private static final int PARTS_AT_ONCE = 20;

  private final Store store;
  private final Clock clock;
  private final String maker;
  private final Job job;
  private final BooleanSupplier stopped;
  private long keepAt;

  Making(Store store, Clock clock, String maker, Job job, BooleanSupplier stopped) {
    this.store = store;
    this.clock = clock;
    this.maker = maker;
    this.job = job;
    this.stopped = stopped;
    keepAt = clock.millis() + LEASE_MILLIS / 3;
  }

  /// It was not finished, and that is no fault.
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped(String why) {
      super(why, null, false, false);
    }
  }

  /// Makes all of it.
  ///
  /// @throws Stopped where it is not this one's to make any more
  void run() {
    while (write(tx -> tx.accounts().exports().removeParts(job.fileId(), PARTS_AT_ONCE)) > 0) {
      // What another maker has left behind goes, some at a time.
    }
    PartStream parts = new PartStream(this::add);
    try {
      Archive.write(this, job, parts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    finish(parts.end());
  }

  private void add(long number, byte[] part) {
    write(tx -> {
      tx.accounts().exports().addPart(job.fileId(), number, part);
      return 1;
    });
  }

  private int write(Store.Work<Integer> work) {
    check();
    long now = clock.millis();
    int done =
        store.write(tx -> {
          requireOurs(tx.accounts().exports().keep(job.fileId(), maker, now + LEASE_MILLIS));
          return work.run(tx);
        });
    keepAt = now + LEASE_MILLIS / 3;
    return done;
  }

  private void finish(PartStream.Whole whole) {
    check();
    store.write(tx -> {
      finish(tx, whole);
      return 1;
    });
  }

  private void finish(Tx tx, PartStream.Whole whole) {
    Export export =
        new Export(
            job.fileId(),
            job.userId(),
            job.createdTime(),
            clock.millis(),
            whole.size(),
            whole.sha256());
    requireOurs(tx.accounts().exports().finish(export, maker));
    tx.tell(new Signal.ExportReady(job.userId(), job.fileId()));
  }

  @Override
  public <T> T read(Store.Work<T> work) {
    check();
    if (clock.millis() >= keepAt) {
      write(_ -> 0);
    }
    return store.read(work);
  }

  private void check() {
    if (stopped.getAsBoolean()) {
      throw new Stopped("the server stops");
    }
  }

  private static void requireOurs(boolean ours) {
    if (!ours) {
      throw new Stopped("it was taken over, or is nobody's any more");
    }
  }
}
