package io.vestnik.group;

import io.vestnik.chat.Departure;
import io.vestnik.chat.Membership;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Writing;
import io.vestnik.model.Role;
import io.vestnik.protocol.Id;
import io.vestnik.store.Tx;
import io.vestnik.table.Chats;
import io.vestnik.table.MemberRow;

/// `removeMember`: a member of a lower role is one no longer (protocol §6).
public final class RemoveMember implements Writing<RemoveMember.Request, RemoveMember.Answer> {
  public record Request(@Id long chat_id, @Id long user_id) {}

  public record Answer(long event_id) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    Chats.Listed listed = Membership.groupOf(tx, request.chat_id, caller.userId(), Role.ADMIN);
    MemberRow member = Membership.below(tx, listed.member(), request.user_id);
    return new Answer(Departure.remove(tx, listed.chat(), member, caller.userId()).event_id());
  }
}
