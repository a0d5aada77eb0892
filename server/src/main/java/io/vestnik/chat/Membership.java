package io.vestnik.chat;

import io.vestnik.model.ChatType;
import io.vestnik.model.Entry;
import io.vestnik.model.Message;
import io.vestnik.model.Permissions;
import io.vestnik.model.Role;
import io.vestnik.model.Signal;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Append;
import io.vestnik.store.Tx;
import io.vestnik.table.ChatRow;
import io.vestnik.table.Chats;
import io.vestnik.table.Former;
import io.vestnik.table.MemberRow;
import io.vestnik.table.Members;
import org.jspecify.annotations.Nullable;

/// Who may do what in a chat, and who sees what of it: the one place that decides it (protocol §2,
/// §6, §7).
public final class Membership {
  /// The rule of what is sent into a chat.
  public static final Append.Rule MAY_SEND = Membership::refuseSending;

  private Membership() {}

  /// What a group's permissions give to a role and all above it. In a personal chat either side may
  /// send and pin, and there is nothing to do of the rest.
  public enum Right {
    SEND("send"),
    ADD_MEMBERS("add members"),
    EDIT("change the group"),
    PIN("pin messages"),
    INVITE("make and see invites");

    private final String deed;

    Right(String deed) {
      this.deed = deed;
    }

    private Role least(Permissions permissions) {
      return switch (this) {
        case SEND -> permissions.send();
        case ADD_MEMBERS -> permissions.add_members();
        case EDIT -> permissions.edit();
        case PIN -> permissions.pin();
        case INVITE -> permissions.invite();
      };
    }

    private @Nullable Rejection refuse(ChatRow chat, MemberRow member) {
      Permissions permissions = chat.permissions();
      boolean may =
          permissions == null
              ? this == SEND || this == PIN
              : member.role().isAtLeast(least(permissions));
      return may ? null : Rejection.role("Your role in this chat does not let you " + deed + ".");
    }
  }

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
    return known(tx.chats().forMember(chatId, userId));
  }

  /// The same for what changes the membership alone: it holds up nobody who writes into the chat,
  /// and the chat may change meanwhile.
  public static Chats.Listed memberOf(Tx tx, long chatId, long userId) {
    return known(tx.chats().withMember(chatId, userId));
  }

  private static Chats.Listed known(Chats.@Nullable Listed listed) {
    if (listed == null) {
      throw Rejection.notMember();
    }
    return listed;
  }

  /// The chat, for a member who has the right. Refuses with 423 as [#of] does, and with 403 `role`.
  public static Chats.Listed chatOf(Tx tx, long chatId, long userId, Right right) {
    Chats.Listed listed = chatOf(tx, chatId, userId);
    Rejection refusal = right.refuse(listed.chat(), listed.member());
    if (refusal != null) {
      throw refusal;
    }
    return listed;
  }

  /// The group, for a member of that role or a higher one. Refuses with 423 as [#of] does, and with
  /// 403 `role`; so in a personal chat.
  public static Chats.Listed groupOf(Tx tx, long chatId, long userId, Role least) {
    Chats.Listed listed = chatOf(tx, chatId, userId);
    if (listed.chat().type() != ChatType.GROUP) {
      throw Rejection.role("This chat is not a group.");
    }
    if (!listed.member().role().isAtLeast(least)) {
      throw Rejection.role("Only the " + least.word() + " of a group, or who is above, may do it.");
    }
    return listed;
  }

  /// The group, for a member who may change it: by the right, and its permissions from an admin up,
  /// whatever they say themselves. Refuses as [#groupOf] does.
  public static Chats.Listed groupToEdit(Tx tx, long chatId, long userId, boolean permissions) {
    Chats.Listed listed = chatOf(tx, chatId, userId, Right.EDIT);
    return permissions ? groupOf(tx, chatId, userId, Role.ADMIN) : listed;
  }

  /// Whether the member erases any message of the group, and sees what messages have said.
  public static boolean moderates(Chats.Listed listed) {
    return listed.chat().type() == ChatType.GROUP && listed.member().role().isAtLeast(Role.ADMIN);
  }

  /// The member whom this one may remove: one of a lower role. Refuses with 404 who is no member,
  /// and with 403 `role`; oneself too.
  public static MemberRow below(Tx tx, MemberRow own, long userId) {
    MemberRow other = memberOf(tx, own, userId);
    if (own.role().isAtLeast(other.role()) && own.role() != other.role()) {
      return other;
    }
    throw Rejection.role(
        own.userId() == userId
            ? "To leave a group there is leaveGroup."
            : "One may remove members of lower roles only.");
  }

  /// The member to whom the owner may give the role. Refuses with 404 who is no member, and with
  /// 403 the owner who would leave the group without one.
  public static MemberRow toGiveRole(Tx tx, MemberRow owner, long userId, Role role) {
    if (owner.userId() == userId && role != Role.OWNER) {
      throw Rejection.role("A group has an owner: give that role to another first.");
    }
    return memberOf(tx, owner, userId);
  }

  private static MemberRow memberOf(Tx tx, MemberRow own, long userId) {
    MemberRow other = tx.members().get(own.chatId(), userId);
    if (other == null) {
      throw Rejection.noUser("user_id");
    }
    return other;
  }

  /// Refuses with 403 `removed` who may not come back by an invite.
  public static void mayJoin(Former.@Nullable Row before) {
    if (before != null && before.removed()) {
      throw Rejection.removed();
    }
  }

  /// The place of one who joins a group by an entry. What they see of its past, the group says;
  /// what they once cleared stays so.
  public static Members.Seat seat(ChatRow group, Entry joining, Former.@Nullable Row before) {
    Former.Row past = before == null ? Former.Row.NONE : before;
    Permissions permissions = group.permissions();
    boolean all = permissions == null || permissions.history() == Permissions.History.ALL;
    return new Members.Seat(
        Role.MEMBER,
        joining.event_time(),
        Math.max(all ? 1 : joining.event_id(), past.clearedEventId() + 1),
        joining.event_id(),
        past.hiddenCount(),
        past.settingsChanges());
  }

  /// The message, as far as it exists for the member: neither before their beginning, nor erased,
  /// nor hidden by themselves. Refuses with 404 naming the field.
  public static Message messageOf(Tx tx, MemberRow member, long messageId, String field) {
    Message found = tx.logView().message(member, messageId);
    if (found == null || found.deleted() != null) {
      throw Rejection.noMessage(field);
    }
    return found;
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
    Rejection refusal = Right.SEND.refuse(facts.chat(), facts.member());
    if (refusal != null) {
      return refusal;
    }
    return facts.replyToMissing() ? Rejection.noMessage("reply_to") : barred(facts.member());
  }

  /// Refuses with 403 who does not reach the other one of the personal chat.
  public static void mayReach(MemberRow member) {
    Rejection refusal = barred(member);
    if (refusal != null) {
      throw refusal;
    }
  }

  private static @Nullable Rejection barred(MemberRow member) {
    return switch (member.bar()) {
      case NONE -> null;
      case BLOCKED -> Rejection.blocked();
      case ACCOUNT_DELETED -> Rejection.accountDeleted();
    };
  }
}
