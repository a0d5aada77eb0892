package io.vestnik.client.mode;

import io.vestnik.protocol.Nothing;

/// `revokeInvite`: nobody joins by it any more (protocol §6).
///
/// Made of the server's `io.vestnik.group.RevokeInvite` by `ClientModesTest`.
public record RevokeInvite(long chat_id, String invite) implements Request<Nothing> {
  private static final Mode<Nothing> MODE = new Mode<>("revokeInvite", true, false, Nothing.class);

  @Override
  public Mode<Nothing> mode() {
    return MODE;
  }
}
