package io.vestnik.group;

import io.vestnik.chat.Departure;
import io.vestnik.chat.Membership;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Writing;
import io.vestnik.model.Role;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Nothing;
import io.vestnik.store.Tx;

/// `deleteGroup`: the group ends for all and is erased (protocol §6).
public final class DeleteGroup implements Writing<DeleteGroup.Request, Nothing> {
  private final Departure departure;

  public DeleteGroup(Departure departure) {
    this.departure = departure;
  }

  public record Request(@Id long chat_id) {}

  @Override
  public Nothing handle(Caller caller, Request request, Tx tx) {
    Membership.groupOf(tx, request.chat_id, caller.userId(), Role.OWNER);
    departure.end(tx, request.chat_id);
    return new Nothing();
  }
}
