package io.vestnik.account;

import io.vestnik.mode.Caller;
import io.vestnik.mode.Reading;
import io.vestnik.protocol.Nothing;
import io.vestnik.store.Tx;

/// `checkToken`: 200 where the token is valid, 401 where it is not (protocol §3).
public final class CheckToken implements Reading<CheckToken.Request, Nothing> {
  public record Request() {}

  @Override
  public Nothing handle(Caller caller, Request request, Tx tx) {
    return new Nothing();
  }
}
