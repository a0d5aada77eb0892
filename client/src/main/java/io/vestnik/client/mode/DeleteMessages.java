package io.vestnik.client.mode;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `deleteMessages`: for everyone they are erased, for oneself they are hidden; all of them or none
/// (protocol §5). What is erased already is passed over.
///
/// Made of the server's `io.vestnik.message.DeleteMessages` by `ClientModesTest`.
public record DeleteMessages(long chat_id, List<Long> message_ids, @Nullable Boolean for_everyone)
    implements Request<DeleteMessages.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("deleteMessages", true, false, Answer.class);

  /// With what is required alone.
  public DeleteMessages(long chat_id, List<Long> message_ids) {
    this(chat_id, message_ids, null);
  }

  /// The same request with `for_everyone`.
  public DeleteMessages withForEveryone(@Nullable Boolean for_everyone) {
    return new DeleteMessages(chat_id, message_ids, for_everyone);
  }

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  public record Answer(@Nullable Long event_id) {}
}
