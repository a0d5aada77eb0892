package io.vestnik.bench.workload;

import io.vestnik.bench.prepare.Prepared;
import io.vestnik.bench.run.Folder;
import io.vestnik.bench.run.Running;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Data, and a server for it. What was made for this run alone is removed at its end.
final class Place implements AutoCloseable {
  private final @Nullable Folder folder;
  private final @Nullable Prepared prepared;
  private final Supplier<Running> starting;

  Place(@Nullable Folder folder, @Nullable Prepared prepared, Supplier<Running> starting) {
    this.folder = folder;
    this.prepared = prepared;
    this.starting = starting;
  }

  /// A server on it, ready; only one at a time.
  Running start() {
    return starting.get();
  }

  /// The folder of a server of the bench's own.
  Prepared prepared() {
    return Objects.requireNonNull(prepared, "a server of the bench's own");
  }

  @Override
  public void close() {
    if (folder != null) {
      folder.close();
    }
  }
}
