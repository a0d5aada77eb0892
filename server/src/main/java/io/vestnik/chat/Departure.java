package io.vestnik.chat;

import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Role;
import io.vestnik.model.Signal;
import io.vestnik.store.Tx;
import io.vestnik.table.ChatRow;
import io.vestnik.table.Chats;
import io.vestnik.table.Former;
import io.vestnik.table.MemberRow;

/// How members go, and how chats end.
public final class Departure {
  private final Runnable chatEnded;

  /// @param chatEnded told that there is something to erase
  public Departure(Runnable chatEnded) {
    this.chatEnded = chatEnded;
  }

  /// Ends the chat for all.
  public void end(Tx tx, long chatId) {
    tx.endedChats().end(chatId);
    tx.tell(new Signal.ChatEnded(chatId));
    tx.afterCommit(chatEnded);
  }

  /// The member leaves the group. An owner hands it over to the longest-serving admin, else member;
  /// when the last one leaves, it ends.
  ///
  /// @param clears whether what was there so far is never seen again by them, should they be back
  public void leave(Tx tx, Chats.Listed listed, boolean clears) {
    leave(tx, listed, new Going(Event.MemberRemoved.Departure.LEFT, clears));
  }

  /// The same of a member whose account is deleted.
  public void leaveForGood(Tx tx, Chats.Listed listed) {
    leave(tx, listed, new Going(Event.MemberRemoved.Departure.DELETED_ACCOUNT, true));
  }

  private record Going(Event.MemberRemoved.Departure reason, boolean clears) {}

  private void leave(Tx tx, Chats.Listed listed, Going going) {
    ChatRow group = listed.chat();
    MemberRow member = listed.member();
    if (member.role() == Role.OWNER) {
      MemberRow next = tx.members().next(group.id(), member.userId());
      if (next != null) {
        tx.members().setRole(group.id(), next.userId(), Role.OWNER);
        Event handedOver = new Event.RoleChanged(next.userId(), Role.OWNER);
        group = group.after(tx.log().append(group, member.userId(), handedOver));
      }
    }
    remove(tx, group, member, member.userId(), going);
    if (group.memberCount() == 1) {
      end(tx, group.id());
    }
  }

  /// Takes the member out of the group; gives the entry that tells so.
  ///
  /// @param byUser who does it
  public static Entry remove(Tx tx, ChatRow group, MemberRow member, long byUser) {
    return remove(
        tx, group, member, byUser, new Going(Event.MemberRemoved.Departure.REMOVED, false));
  }

  private static Entry remove(Tx tx, ChatRow group, MemberRow member, long byUser, Going going) {
    long userId = member.userId();
    Entry entry = tx.log().append(group, byUser, new Event.MemberRemoved(userId, going.reason));
    tx.members().remove(group.id(), userId);
    tx.moves().forget(group.id(), userId);
    tx.chats().setMemberCount(group.id(), group.memberCount() - 1);
    boolean removed = going.reason == Event.MemberRemoved.Departure.REMOVED;
    long cleared = going.clears ? entry.event_id() : 0;
    tx.former()
        .note(
            group.id(),
            userId,
            new Former.Row(removed, cleared, member.hiddenCount(), member.settingsChanges()));
    return entry;
  }
}
