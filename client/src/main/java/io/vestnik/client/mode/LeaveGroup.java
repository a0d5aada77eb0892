package io.vestnik.client.mode;

import io.vestnik.protocol.Nothing;

/// `leaveGroup`: one is a member no longer (protocol §6). An owner hands the group over; with the
/// last one it ends.
///
/// Made of the server's `io.vestnik.group.LeaveGroup` by `ClientModesTest`.
public record LeaveGroup(long chat_id) implements Request<Nothing> {
  private static final Mode<Nothing> MODE = new Mode<>("leaveGroup", true, false, Nothing.class);

  @Override
  public Mode<Nothing> mode() {
    return MODE;
  }
}
