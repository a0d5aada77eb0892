package io.vestnik.account;

import io.vestnik.mode.Immediate;
import io.vestnik.protocol.Nothing;

/// `checkConnection`: the server answers (protocol §3).
public final class CheckConnection implements Immediate<CheckConnection.Request, Nothing> {
  public record Request() {}

  @Override
  public Nothing handle(Request request) {
    return new Nothing();
  }
}
