package io.vestnik.client.mode;

import io.vestnik.protocol.Nothing;

/// `unblockUser`: a user may do again what blockUser has forbidden them (protocol §3).
///
/// Made of the server's `io.vestnik.profile.UnblockUser` by `ClientModesTest`.
public record UnblockUser(long user_id) implements Request<Nothing> {
  private static final Mode<Nothing> MODE = new Mode<>("unblockUser", true, false, Nothing.class);

  @Override
  public Mode<Nothing> mode() {
    return MODE;
  }
}
