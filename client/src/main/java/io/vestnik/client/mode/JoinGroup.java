package io.vestnik.client.mode;

/// `joinGroup`: one is a member of the group that the invite is of (protocol §6). Who is one
/// already uses nothing up, so a retry succeeds whatever has become of the invite.
///
/// Made of the server's `io.vestnik.group.JoinGroup` by `ClientModesTest`.
public record JoinGroup(String invite) implements Request<JoinGroup.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("joinGroup", true, false, Answer.class);

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  public record Answer(long chat_id) {}
}
