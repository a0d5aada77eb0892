package io.vestnik.store;

import io.vestnik.model.Entry;
import io.vestnik.model.Signal;
import java.util.List;

/// Hears of each commit after it is on disk and before its replies are sent, and of what a read has
/// to tell. Called on the store's own threads: must not block.
public interface Committed {
  /// What was committed: the logs' new entries, each chat's in order, and what others must hear.
  void committed(List<Entry> entries, List<Signal> signals);

  /// Something may have been committed that is not told: nobody knows what became of a commit.
  default void unsure() {}
}
