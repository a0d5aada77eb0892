package io.vestnik.client.mode;

import io.vestnik.protocol.Nothing;

/// `changePassword`: another password; the account's other sessions end (protocol §3).
///
/// Made of the server's `io.vestnik.account.ChangePassword` by `ClientModesTest`.
public record ChangePassword(String password, String new_password) implements Request<Nothing> {
  private static final Mode<Nothing> MODE =
      new Mode<>("changePassword", true, false, Nothing.class);

  @Override
  public Mode<Nothing> mode() {
    return MODE;
  }
}
