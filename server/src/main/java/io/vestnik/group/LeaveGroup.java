package io.vestnik.group;

import io.vestnik.chat.Departure;
import io.vestnik.chat.Membership;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Writing;
import io.vestnik.model.Role;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Nothing;
import io.vestnik.store.Tx;

/// `leaveGroup`: one is a member no longer (protocol §6). An owner hands the group over; with the
/// last one it ends.
public final class LeaveGroup implements Writing<LeaveGroup.Request, Nothing> {
  private final Departure departure;

  public LeaveGroup(Departure departure) {
    this.departure = departure;
  }

  public record Request(@Id long chat_id) {}

  @Override
  public Nothing handle(Caller caller, Request request, Tx tx) {
    departure.leave(
        tx, Membership.groupOf(tx, request.chat_id, caller.userId(), Role.MEMBER), false);
    return new Nothing();
  }
}
