package io.vestnik.client.mode;

import io.vestnik.protocol.Nothing;

/// `changeUsername`: another name for the account; the one before is kept for it for 30 days
/// (protocol §3).
///
/// Made of the server's `io.vestnik.account.ChangeUsername` by `ClientModesTest`.
public record ChangeUsername(String username) implements Request<Nothing> {
  private static final Mode<Nothing> MODE =
      new Mode<>("changeUsername", true, false, Nothing.class);

  @Override
  public Mode<Nothing> mode() {
    return MODE;
  }
}
