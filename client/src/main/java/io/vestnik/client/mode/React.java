package io.vestnik.client.mode;

import io.vestnik.model.Change;
import org.jspecify.annotations.Nullable;

/// `react`: one's reaction to a message, one emoji, is this one from now on, or none (protocol §5).
///
/// Made of the server's `io.vestnik.message.React` by `ClientModesTest`.
public record React(long chat_id, long message_id, Change<String> reaction)
    implements Request<React.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("react", true, false, Answer.class);

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  public record Answer(@Nullable Long event_id) {}
}
