package io.vestnik.client.mode;

import io.vestnik.model.ContentType;
import org.jspecify.annotations.Nullable;

/// `sendMessage`: one message at the end of a chat's log (protocol §5). With `client_message_id` it
/// is sent once however often it is asked for.
///
/// Made of the server's `io.vestnik.message.SendMessage` by `ClientModesTest`.
public record SendMessage(
    long chat_id,
    String content,
    ContentType content_type,
    @Nullable String client_message_id,
    @Nullable Long reply_to)
    implements Request<SendMessage.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("sendMessage", true, false, Answer.class);

  /// With what is required alone.
  public SendMessage(long chat_id, String content, ContentType content_type) {
    this(chat_id, content, content_type, null, null);
  }

  /// The same request with `client_message_id`.
  public SendMessage withClientMessageId(@Nullable String client_message_id) {
    return new SendMessage(chat_id, content, content_type, client_message_id, reply_to);
  }

  /// The same request with `reply_to`.
  public SendMessage withReplyTo(@Nullable Long reply_to) {
    return new SendMessage(chat_id, content, content_type, client_message_id, reply_to);
  }

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  public record Answer(
      long message_id, long event_id, long content_time, @Nullable Boolean duplicate) {}
}
