package io.vestnik.client.mode;

import io.vestnik.protocol.Nothing;

/// `disableTotp`: turns two factors off, for the password and a code (protocol §3).
///
/// @param code of the authenticator, or a recovery code
///
///   Made of the server's `io.vestnik.account.DisableTotp` by `ClientModesTest`.
public record DisableTotp(String password, String code) implements Request<Nothing> {
  private static final Mode<Nothing> MODE = new Mode<>("disableTotp", true, false, Nothing.class);

  @Override
  public Mode<Nothing> mode() {
    return MODE;
  }
}
