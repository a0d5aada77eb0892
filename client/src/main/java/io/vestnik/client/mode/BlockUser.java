package io.vestnik.client.mode;

import io.vestnik.protocol.Nothing;

/// `blockUser`: a user cannot write to one any more, nor add one to groups, nor see whether one is
/// there (protocol §3). Nobody is told.
///
/// Made of the server's `io.vestnik.profile.BlockUser` by `ClientModesTest`.
public record BlockUser(long user_id) implements Request<Nothing> {
  private static final Mode<Nothing> MODE = new Mode<>("blockUser", true, false, Nothing.class);

  @Override
  public Mode<Nothing> mode() {
    return MODE;
  }
}
