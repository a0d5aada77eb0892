package io.vestnik.client.mode;

import java.util.List;

/// `getMessageHistory`: what a message has said, the oldest first, for its author and the admins of
/// a group (protocol §5). Where not all of it fits, the newest.
///
/// Made of the server's `io.vestnik.message.GetMessageHistory` by `ClientModesTest`.
public record GetMessageHistory(long chat_id, long message_id)
    implements Request<GetMessageHistory.Answer> {
  private static final Mode<Answer> MODE =
      new Mode<>("getMessageHistory", true, true, Answer.class);

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  public record Answer(List<Version> versions) {}

  /// What a message said from a time on.
  public record Version(String content, long time) {}
}
