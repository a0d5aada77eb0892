package io.vestnik.bench.prepare;

/// What a data folder holds. Users and chats have the numbers 1, 2, 3 … in this order:
///
/// - `pairs`: users 2n−1 and 2n share chat n;
/// - `personal`: further personal chats of user 1, with users 3, 4, 5 …;
/// - `groups`: groups of ten, user 1 among them;
/// - `crowd`: one group of that many, users 1, 2, 3 …; 0 for none.
///
/// @param passwords how many of the first users have a password
/// @param big messages in chat 1
/// @param each messages in every other chat but the crowd's
public record Contents(
    int pairs, int personal, int groups, int crowd, int passwords, long big, int each) {
  /// How many members the groups of `groups` have.
  static final int GROUP_SIZE = 10;

  public Contents {
    require(pairs >= 1 && pairs <= 50_000, "1 to 50,000 pairs");
    require(personal >= 0 && personal <= Math.max(0, 2 * pairs - 2), "users for all chats");
    require(groups >= 0 && (groups == 0 || 2 * pairs >= GROUP_SIZE), "ten users for a group");
    require(crowd >= 0 && crowd <= 2 * pairs, "users for the large group");
    require(passwords >= 0 && passwords <= 2 * pairs, "no more passwords than users");
    require(big >= 0 && each >= 0, "no negative numbers of messages");
  }

  private static void require(boolean met, String what) {
    if (!met) {
      throw new IllegalArgumentException("What is prepared must have " + what);
    }
  }

  /// Pairs alone.
  public static Contents pairs(int pairs) {
    return new Contents(pairs, 0, 0, 0, 0, 0, 0);
  }

  /// A group of so many.
  public static Contents crowd(int members) {
    return new Contents((members + 1) / 2, 0, 0, members, 0, 0, 0);
  }

  public int users() {
    return 2 * pairs;
  }

  /// Of the personal chats and the groups of ten.
  public int chats() {
    return pairs + personal + groups;
  }

  public long crowdChat() {
    return chats() + 1L;
  }

  public long messages() {
    return big + each * (chats() - 1L);
  }

  /// Two members of a chat, the first of whom is user 1 where they are in it.
  long[] two(long chat) {
    if (chat <= pairs) {
      return new long[] {2 * chat - 1, 2 * chat};
    }
    if (chat <= pairs + personal) {
      return new long[] {1, 2 + chat - pairs};
    }
    return new long[] {1, memberOfGroup(chat, 1)};
  }

  /// Another member than user 1 of a chat that user 1 is in.
  public long other(long chat) {
    return two(chat)[1];
  }

  /// A member of a group of ten.
  ///
  /// @param place 0 to 9; user 1 has place 0
  long memberOfGroup(long chat, int place) {
    long first = (chat - pairs - personal - 1) * (GROUP_SIZE - 1);
    return place == 0 ? 1 : 2 + (first + place - 1) % (users() - 1);
  }

  /// Whether one who wants those contents can work with these.
  boolean cover(Contents wanted) {
    return pairs >= wanted.pairs
        && personal >= wanted.personal
        && groups >= wanted.groups
        && (wanted.crowd == 0 || crowd == wanted.crowd)
        && passwords >= wanted.passwords
        && big >= wanted.big
        && each >= wanted.each;
  }

  /// The same with other numbers of messages.
  public Contents with(long nowBig, int nowEach) {
    return new Contents(pairs, personal, groups, crowd, passwords, nowBig, nowEach);
  }
}
