package io.vestnik.client.mode;

import io.vestnik.protocol.Nothing;

/// `checkConnection`: the server answers (protocol §3).
///
/// Made of the server's `io.vestnik.account.CheckConnection` by `ClientModesTest`.
public record CheckConnection() implements Request<Nothing> {
  private static final Mode<Nothing> MODE =
      new Mode<>("checkConnection", false, true, Nothing.class);

  @Override
  public Mode<Nothing> mode() {
    return MODE;
  }
}
