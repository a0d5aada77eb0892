package io.vestnik.client.mode;

import io.vestnik.model.Role;
import org.jspecify.annotations.Nullable;

/// `setRole`: the owner gives a member another role; with `owner` hands the group over and becomes
/// an admin (protocol §6).
///
/// Made of the server's `io.vestnik.group.SetRole` by `ClientModesTest`.
public record SetRole(long chat_id, long user_id, Role role) implements Request<SetRole.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("setRole", true, false, Answer.class);

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  /// What was done.
  ///
  /// @param event_id absent where the member had that role
  public record Answer(@Nullable Long event_id) {}
}
