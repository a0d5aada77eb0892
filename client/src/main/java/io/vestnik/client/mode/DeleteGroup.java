package io.vestnik.client.mode;

import io.vestnik.protocol.Nothing;

/// `deleteGroup`: the group ends for all and is erased (protocol §6).
///
/// Made of the server's `io.vestnik.group.DeleteGroup` by `ClientModesTest`.
public record DeleteGroup(long chat_id) implements Request<Nothing> {
  private static final Mode<Nothing> MODE = new Mode<>("deleteGroup", true, false, Nothing.class);

  @Override
  public Mode<Nothing> mode() {
    return MODE;
  }
}
