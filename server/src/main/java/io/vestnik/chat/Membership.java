package io.vestnik.chat;

import io.vestnik.model.Signal;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Append;
import io.vestnik.store.Tx;
import io.vestnik.table.Chats;
import io.vestnik.table.MemberRow;
import org.jspecify.annotations.Nullable;

/// Who may do what in a chat: the one place that decides it (protocol §2, §7).
public final class Membership {
  /// The rule of what is sent into a chat.
  public static final Append.Rule MAY_SEND = Membership::refuseSending;

  /// Chats of more members have no typing, read and delivered for all (protocol §7).
  public static final int SMALL_CHAT = 50;

  private Membership() {}

  /// The user's membership. Refuses with 423 a stranger, and the same way where there is no chat.
  public static MemberRow of(Tx tx, long chatId, long userId) {
    MemberRow member = tx.members().get(chatId, userId);
    if (member == null) {
      throw Rejection.notMember();
    }
    return member;
  }

  /// The chat as its member sees it. Refuses with 423 as [#of] does.
  public static Chats.Listed chatOf(Tx tx, long chatId, long userId) {
    Chats.Listed listed = tx.chats().forMember(chatId, userId);
    if (listed == null) {
      throw Rejection.notMember();
    }
    return listed;
  }

  /// Notes that the member was given messages up to this one.
  public static void noteGiven(Tx tx, MemberRow member, long messageId) {
    if (messageId > member.deliveredMessageId()) {
      tx.tell(new Signal.Given(member.chatId(), member.userId(), messageId));
    }
  }

  private static @Nullable Rejection refuseSending(Append.Facts facts) {
    if (facts.chat() == null || facts.member() == null) {
      return Rejection.notMember();
    }
    return facts.replyToMissing() ? Rejection.noMessage("reply_to") : null;
  }
}
