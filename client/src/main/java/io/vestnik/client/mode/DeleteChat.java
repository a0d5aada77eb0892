package io.vestnik.client.mode;

import io.vestnik.protocol.Nothing;
import org.jspecify.annotations.Nullable;

/// `deleteChat`: for oneself, one's history of a personal chat ends here and the chat leaves one's
/// list until its next message, and a group one leaves, and what was in it; for everyone, the chat
/// ends and is erased (protocol §4).
///
/// Made of the server's `io.vestnik.chat.DeleteChat` by `ClientModesTest`.
public record DeleteChat(long chat_id, @Nullable Boolean for_everyone) implements Request<Nothing> {
  private static final Mode<Nothing> MODE = new Mode<>("deleteChat", true, false, Nothing.class);

  /// With what is required alone.
  public DeleteChat(long chat_id) {
    this(chat_id, null);
  }

  /// The same request with `for_everyone`.
  public DeleteChat withForEveryone(@Nullable Boolean for_everyone) {
    return new DeleteChat(chat_id, for_everyone);
  }

  @Override
  public Mode<Nothing> mode() {
    return MODE;
  }
}
