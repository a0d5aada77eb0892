package io.vestnik.client.mode;

/// `editMessage`: one's own text gets another content (protocol §5). What it said before is kept
/// for getMessageHistory.
///
/// Made of the server's `io.vestnik.message.EditMessage` by `ClientModesTest`.
public record EditMessage(long chat_id, long message_id, String content)
    implements Request<EditMessage.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("editMessage", true, false, Answer.class);

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  public record Answer(long event_id) {}
}
