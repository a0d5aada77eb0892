package io.vestnik.client.mode;

import io.vestnik.protocol.Nothing;
import org.jspecify.annotations.Nullable;

/// `deleteAccount`: the account is no more (protocol §3). What it has written stays, as from
/// `deleted account`.
///
/// @param code of the authenticator, or a recovery code, where two factors are on
///
///   Made of the server's `io.vestnik.account.DeleteAccount` by `ClientModesTest`.
public record DeleteAccount(String password, @Nullable String code) implements Request<Nothing> {
  private static final Mode<Nothing> MODE = new Mode<>("deleteAccount", true, false, Nothing.class);

  /// With what is required alone.
  public DeleteAccount(String password) {
    this(password, null);
  }

  /// The same request with `code`.
  public DeleteAccount withCode(@Nullable String code) {
    return new DeleteAccount(password, code);
  }

  @Override
  public Mode<Nothing> mode() {
    return MODE;
  }
}
