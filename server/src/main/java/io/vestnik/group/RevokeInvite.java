package io.vestnik.group;

import io.vestnik.chat.Membership;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Writing;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Nothing;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Tx;

/// `revokeInvite`: nobody joins by it any more (protocol §6).
public final class RevokeInvite implements Writing<RevokeInvite.Request, Nothing> {
  public record Request(@Id long chat_id, String invite) {}

  @Override
  public Nothing handle(Caller caller, Request request, Tx tx) {
    Membership.chatOf(tx, request.chat_id, caller.userId(), Membership.Right.INVITE);
    if (!tx.invites().remove(request.chat_id, request.invite)) {
      throw Rejection.noInvite();
    }
    return new Nothing();
  }
}
