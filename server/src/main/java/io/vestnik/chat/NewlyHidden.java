package io.vestnik.chat;

import io.vestnik.store.Tx;
import io.vestnik.table.Hidden;
import io.vestnik.table.MemberRow;
import java.util.List;

/// What a member has hidden of a chat that their client does not know yet, as far as one answer to
/// sync tells it.
record NewlyHidden(List<Hidden.Numbered> messages) {
  /// Of one chat in one answer.
  static final int MOST = 1_000;

  // What is around them, and the most that a number takes.
  private static final int NOTE_BYTES = 80;
  private static final int HIDDEN_BYTES = 17;

  /// What the member has hidden above a number; nothing where that is the last.
  static NewlyHidden above(Tx tx, MemberRow member, long number) {
    return new NewlyHidden(
        member.hiddenCount() == number ? List.of() : tx.hidden().since(member, number, MOST));
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  /// Whether there may be more.
  boolean isFull() {
    return messages.size() == MOST;
  }

  /// The number of the last.
  long last() {
    return messages.getLast().number();
  }

  /// How many bytes it takes at most.
  int size() {
    return isEmpty() ? 0 : NOTE_BYTES + HIDDEN_BYTES * messages.size();
  }

  /// As it is told.
  Sync.Hidden of(long chatId) {
    return new Sync.Hidden(chatId, messages.stream().map(Hidden.Numbered::messageId).toList());
  }
}
