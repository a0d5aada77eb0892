package io.vestnik.account;

import io.vestnik.mode.Caller;
import io.vestnik.mode.Writing;
import io.vestnik.protocol.Nothing;
import io.vestnik.store.Tx;

/// `logout`: the token is dead from the answer on (protocol §3).
public final class Logout implements Writing<Logout.Request, Nothing> {
  public record Request() {}

  @Override
  public Nothing handle(Caller caller, Request request, Tx tx) {
    tx.endSession(caller.session().id());
    return new Nothing();
  }
}
