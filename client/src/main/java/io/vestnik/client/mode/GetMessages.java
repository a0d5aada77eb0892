package io.vestnik.client.mode;

import io.vestnik.model.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `getMessages`: a page of a chat's messages as they now are, ascending (protocol §5). With a
/// minimum from there upward, else the newest up to the maximum.
///
/// Made of the server's `io.vestnik.message.GetMessages` by `ClientModesTest`.
public record GetMessages(
    long chat_id,
    @Nullable Long min_message_id,
    @Nullable Long max_message_id,
    @Nullable Integer limit)
    implements Request<GetMessages.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("getMessages", true, true, Answer.class);

  /// With what is required alone.
  public GetMessages(long chat_id) {
    this(chat_id, null, null, null);
  }

  /// The same request with `min_message_id`.
  public GetMessages withMinMessageId(@Nullable Long min_message_id) {
    return new GetMessages(chat_id, min_message_id, max_message_id, limit);
  }

  /// The same request with `max_message_id`.
  public GetMessages withMaxMessageId(@Nullable Long max_message_id) {
    return new GetMessages(chat_id, min_message_id, max_message_id, limit);
  }

  /// The same request with `limit`.
  public GetMessages withLimit(@Nullable Integer limit) {
    return new GetMessages(chat_id, min_message_id, max_message_id, limit);
  }

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  /// A page of messages.
  ///
  /// @param has_more whether there are more in the direction read
  public record Answer(List<Message> messages, boolean has_more) {}
}
