package io.vestnik.live;

import io.vestnik.table.ChatRow;

/// How many members a chat has, as far as is known on one event loop. Where nobody has said it yet
/// the chat passes for small: the count saves work, and decides nothing.
final class MemberCount {
  private int members;
  private long countedAt;

  /// So many there were at an entry.
  void set(int count, long eventId) {
    if (eventId >= countedAt) {
      members = count;
      countedAt = eventId;
    }
  }

  /// So many came or, where it is negative, went with an entry.
  void change(int difference, long eventId) {
    if (difference != 0 && eventId > countedAt) {
      members += difference;
      countedAt = eventId;
    }
  }

  boolean isSmall() {
    return members <= ChatRow.MOST_OF_SMALL;
  }
}
