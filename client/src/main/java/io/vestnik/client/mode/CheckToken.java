package io.vestnik.client.mode;

import io.vestnik.protocol.Nothing;

/// `checkToken`: 200 where the token is valid, 401 where it is not (protocol §3).
///
/// Made of the server's `io.vestnik.account.CheckToken` by `ClientModesTest`.
public record CheckToken() implements Request<Nothing> {
  private static final Mode<Nothing> MODE = new Mode<>("checkToken", true, true, Nothing.class);

  @Override
  public Mode<Nothing> mode() {
    return MODE;
  }
}
