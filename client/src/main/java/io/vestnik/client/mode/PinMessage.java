package io.vestnik.client.mode;

import org.jspecify.annotations.Nullable;

/// `pinMessage`: a message is pinned for all members, or no longer (protocol §5). The pin that is
/// one too many takes the place of the oldest.
///
/// Made of the server's `io.vestnik.message.PinMessage` by `ClientModesTest`.
public record PinMessage(long chat_id, long message_id, boolean pinned)
    implements Request<PinMessage.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("pinMessage", true, false, Answer.class);

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  public record Answer(@Nullable Long event_id) {}
}
