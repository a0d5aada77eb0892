package io.vestnik.client.mode;

import io.vestnik.model.Change;
import io.vestnik.protocol.Nothing;
import org.jspecify.annotations.Nullable;

/// `setChatSettings`: what one has set of a chat for oneself alone, on all one's devices (protocol
/// §4).
///
/// Made of the server's `io.vestnik.chat.SetChatSettings` by `ClientModesTest`.
public record SetChatSettings(
    long chat_id, Change<Long> muted_until, @Nullable Boolean pinned, @Nullable Boolean archived)
    implements Request<Nothing> {
  private static final Mode<Nothing> MODE =
      new Mode<>("setChatSettings", true, false, Nothing.class);

  /// With what is required alone.
  public SetChatSettings(long chat_id) {
    this(chat_id, new Change.Keep<>(), null, null);
  }

  /// The same request that changes `muted_until`; null removes it.
  public SetChatSettings withMutedUntil(@Nullable Long muted_until) {
    return new SetChatSettings(
        chat_id,
        muted_until == null ? new Change.Clear<>() : new Change.Set<>(muted_until),
        pinned,
        archived);
  }

  /// The same request with `pinned`.
  public SetChatSettings withPinned(@Nullable Boolean pinned) {
    return new SetChatSettings(chat_id, muted_until, pinned, archived);
  }

  /// The same request with `archived`.
  public SetChatSettings withArchived(@Nullable Boolean archived) {
    return new SetChatSettings(chat_id, muted_until, pinned, archived);
  }

  @Override
  public Mode<Nothing> mode() {
    return MODE;
  }
}
