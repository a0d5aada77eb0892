package io.vestnik.client.mode;

/// `removeMember`: a member of a lower role is one no longer (protocol §6).
///
/// Made of the server's `io.vestnik.group.RemoveMember` by `ClientModesTest`.
public record RemoveMember(long chat_id, long user_id) implements Request<RemoveMember.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("removeMember", true, false, Answer.class);

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  public record Answer(long event_id) {}
}
