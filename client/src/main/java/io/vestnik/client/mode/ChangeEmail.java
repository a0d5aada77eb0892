package io.vestnik.client.mode;

import io.vestnik.protocol.Nothing;

/// `changeEmail`: mails a code to another address, which is the account's once verifyEmail brings
/// it; at once where no mail is set up (protocol §3).
///
/// Made of the server's `io.vestnik.account.ChangeEmail` by `ClientModesTest`.
public record ChangeEmail(String email, String password) implements Request<Nothing> {
  private static final Mode<Nothing> MODE = new Mode<>("changeEmail", true, false, Nothing.class);

  @Override
  public Mode<Nothing> mode() {
    return MODE;
  }
}
