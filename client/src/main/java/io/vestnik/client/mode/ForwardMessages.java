package io.vestnik.client.mode;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `forwardMessages`: messages that one sees in a chat are sent into a chat, all or none (protocol
/// §5). With `client_message_ids` each is sent once however often it is asked for.
///
/// Made of the server's `io.vestnik.message.ForwardMessages` by `ClientModesTest`.
public record ForwardMessages(
    long chat_id,
    long from_chat_id,
    List<Long> message_ids,
    @Nullable List<String> client_message_ids)
    implements Request<ForwardMessages.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("forwardMessages", true, false, Answer.class);

  /// With what is required alone.
  public ForwardMessages(long chat_id, long from_chat_id, List<Long> message_ids) {
    this(chat_id, from_chat_id, message_ids, null);
  }

  /// The same request with `client_message_ids`.
  public ForwardMessages withClientMessageIds(@Nullable List<String> client_message_ids) {
    return new ForwardMessages(chat_id, from_chat_id, message_ids, client_message_ids);
  }

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  public record Answer(List<Long> message_ids) {}
}
