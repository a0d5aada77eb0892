package io.vestnik.client.mode;

import io.vestnik.protocol.Nothing;

/// `logout`: the token is dead from the answer on (protocol §3).
///
/// Made of the server's `io.vestnik.account.Logout` by `ClientModesTest`.
public record Logout() implements Request<Nothing> {
  private static final Mode<Nothing> MODE = new Mode<>("logout", true, false, Nothing.class);

  @Override
  public Mode<Nothing> mode() {
    return MODE;
  }
}
