package io.vestnik.group;

import io.vestnik.chat.Membership;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Writing;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Role;
import io.vestnik.protocol.Id;
import io.vestnik.store.Tx;
import io.vestnik.table.ChatRow;
import io.vestnik.table.Chats;
import io.vestnik.table.MemberRow;
import org.jspecify.annotations.Nullable;

/// `setRole`: the owner gives a member another role; with `owner` hands the group over and becomes
/// an admin (protocol §6).
public final class SetRole implements Writing<SetRole.Request, SetRole.Answer> {
  public record Request(@Id long chat_id, @Id long user_id, Role role) {}

  /// What was done.
  ///
  /// @param event_id absent where the member had that role
  public record Answer(@Nullable Long event_id) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    Chats.Listed listed = Membership.groupOf(tx, request.chat_id, caller.userId(), Role.OWNER);
    MemberRow owner = listed.member();
    MemberRow member = Membership.toGiveRole(tx, owner, request.user_id, request.role);
    if (member.role() == request.role) {
      return new Answer(null);
    }
    Entry entry = set(tx, listed.chat(), owner, member, request.role);
    if (request.role == Role.OWNER) {
      set(tx, listed.chat().after(entry), owner, owner, Role.ADMIN);
    }
    return new Answer(entry.event_id());
  }

  private static Entry set(Tx tx, ChatRow group, MemberRow by, MemberRow member, Role role) {
    tx.members().setRole(group.id(), member.userId(), role);
    return tx.log().append(group, by.userId(), new Event.RoleChanged(member.userId(), role));
  }
}
