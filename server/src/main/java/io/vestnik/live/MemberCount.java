package io.vestnik.live;

/// How many members a chat has, as far as is known on one event loop. Where nobody has said it yet
/// the chat passes for small: the count saves work, and decides nothing.
final class MemberCount {
  /// In chats of more members nobody is told what was delivered (protocol §7).
  static final int SMALL_CHAT = 50;

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
    return members <= SMALL_CHAT;
  }
}
