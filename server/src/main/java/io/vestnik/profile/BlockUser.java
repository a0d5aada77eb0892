package io.vestnik.profile;

import io.vestnik.mode.Caller;
import io.vestnik.mode.Writing;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Nothing;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Tx;
import io.vestnik.table.MemberRow.Bar;

/// `blockUser`: a user cannot write to one any more, nor add one to groups, nor see whether one is
/// there (protocol §3). Nobody is told.
public final class BlockUser implements Writing<BlockUser.Request, Nothing> {
  public record Request(@Id long user_id) {}

  @Override
  public Nothing handle(Caller caller, Request request, Tx tx) {
    long blocked = request.user_id;
    tx.accounts().accounts().locked(caller.userId());
    if (tx.accounts().profiles().living(blocked) == null) {
      throw Rejection.noUser("user_id");
    }
    if (blocked != caller.userId() && tx.accounts().blocks().add(caller.userId(), blocked)) {
      bar(tx, caller.userId(), blocked, Bar.NONE, Bar.BLOCKED);
    }
    return new Nothing();
  }

  /// Changes what bars the other one in the personal chat of these two, where there is one.
  static void bar(Tx tx, long userId, long other, Bar before, Bar after) {
    Long chat = tx.chats().personalOf(userId, other);
    if (chat != null && tx.chats().byId(chat) != null) {
      tx.accounts().bars().change(chat, other, before, after);
    }
  }
}
