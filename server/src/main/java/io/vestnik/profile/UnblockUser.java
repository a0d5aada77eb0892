package io.vestnik.profile;

import io.vestnik.mode.Caller;
import io.vestnik.mode.Writing;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Nothing;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Tx;
import io.vestnik.table.MemberRow.Bar;

/// `unblockUser`: a user may do again what blockUser has forbidden them (protocol §3).
public final class UnblockUser implements Writing<UnblockUser.Request, Nothing> {
  public record Request(@Id long user_id) {}

  @Override
  public Nothing handle(Caller caller, Request request, Tx tx) {
    long blocked = request.user_id;
    tx.accounts().accounts().locked(caller.userId());
    if (tx.accounts().profiles().living(blocked) == null) {
      throw Rejection.noUser("user_id");
    }
    if (tx.accounts().blocks().remove(caller.userId(), blocked)) {
      BlockUser.bar(tx, caller.userId(), blocked, Bar.BLOCKED, Bar.NONE);
    }
    return new Nothing();
  }
}
