package io.vestnik.client.mode;

import io.vestnik.protocol.Nothing;

/// `verifyEmail`: the address that the code was mailed to is the account's, and verified (protocol
/// §3). Who has it without having verified it, has none from then on.
///
/// Made of the server's `io.vestnik.account.VerifyEmail` by `ClientModesTest`.
public record VerifyEmail(String code) implements Request<Nothing> {
  private static final Mode<Nothing> MODE = new Mode<>("verifyEmail", true, false, Nothing.class);

  @Override
  public Mode<Nothing> mode() {
    return MODE;
  }
}
