package io.vestnik;

import io.vestnik.bus.Bus;
import io.vestnik.model.Clock;
import io.vestnik.store.Committed;
import io.vestnik.store.Store;
import java.time.Duration;

/// Where one server keeps its data, and how it hears of other servers that keep theirs there too.
/// The server closes the store and the bus that it asks for, then this.
public interface Backend extends AutoCloseable {
  /// Opens the store. Called once.
  ///
  /// @param committed hears of this server's own commits
  /// @throws IllegalStateException with a line for the operator where it cannot be had
  Store store(Clock clock, Committed committed);

  /// This server's end of the bus. Called once, after the store was opened.
  ///
  /// @param dataset the id of what is in the store, which other servers on the same data have too
  /// @param node this server's own id, which no other has
  Bus bus(String dataset, String node);

  /// Whether there may be other servers on the same data, heard or not.
  boolean isShared();

  /// How long a turn of looking after the other servers takes: a heartbeat each four turns, and who
  /// is silent for twenty is taken for dead.
  default Duration turn() {
    return Duration.ofMillis(250);
  }

  @Override
  void close();
}
