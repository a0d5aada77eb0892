package io.vestnik.client.mode;

/// `markRead`: one has read up to a message (protocol §4). The marker never goes back, and stops at
/// the last message.
///
/// Made of the server's `io.vestnik.chat.MarkRead` by `ClientModesTest`.
public record MarkRead(long chat_id, long message_id) implements Request<MarkRead.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("markRead", true, false, Answer.class);

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  public record Answer(int unread_count) {}
}
