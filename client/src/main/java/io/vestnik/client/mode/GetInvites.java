package io.vestnik.client.mode;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `getInvites`: the group's invites by which one can join, the oldest first (protocol §6).
///
/// Made of the server's `io.vestnik.group.GetInvites` by `ClientModesTest`.
public record GetInvites(long chat_id) implements Request<GetInvites.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("getInvites", true, true, Answer.class);

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  public record Answer(List<Invite> invites) {}

  /// An invite.
  ///
  /// @param uses how many have joined by it
  /// @param from_id who has made it
  public record Invite(
      String invite,
      @Nullable Long expires_time,
      @Nullable Integer max_uses,
      int uses,
      long from_id) {}
}
