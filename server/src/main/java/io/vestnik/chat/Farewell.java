package io.vestnik.chat;

import io.vestnik.model.Signal;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.Chats;

/// Ends the notes of deleted accounts and takes them out of their groups, some in a transaction;
/// then tells that the user has changed. Goes on after a restart where it was.
public final class Farewell {
  private static final int AT_ONCE = 20;

  private final Store store;
  private final Departure departure;

  public Farewell(Store store, Departure departure) {
    this.store = store;
    this.departure = departure;
  }

  /// Leaves all that are still to be left. Blocks.
  public void leaveAll() {
    boolean any = false;
    while (store.write(this::leaveSome)) {
      any = true;
    }
    if (any) {
      store.scrub();
    }
  }

  private boolean leaveSome(Tx tx) {
    Long userId = tx.accounts().deletions().leaving();
    if (userId == null) {
      return false;
    }
    Long notes = tx.chats().personalOf(userId, userId);
    if (notes != null) {
      departure.end(tx, notes);
    }
    var groups = tx.accounts().deletions().groups(userId, AT_ONCE);
    for (long group : groups) {
      Chats.Listed listed = tx.chats().forMember(group, userId);
      if (listed != null) {
        departure.leaveForGood(tx, listed);
      }
    }
    if (groups.size() < AT_ONCE) {
      tx.accounts().deletions().hasLeft(userId);
      tx.tell(new Signal.PresenceShown(userId, false));
      tx.tell(new Signal.UserChanged(userId));
    }
    return true;
  }
}
