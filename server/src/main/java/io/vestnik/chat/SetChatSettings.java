package io.vestnik.chat;

import io.vestnik.mode.Caller;
import io.vestnik.mode.Writing;
import io.vestnik.model.Change;
import io.vestnik.model.ChatSettings;
import io.vestnik.model.Signal;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Nothing;
import io.vestnik.protocol.Range;
import io.vestnik.store.Tx;
import org.jspecify.annotations.Nullable;

/// `setChatSettings`: what one has set of a chat for oneself alone, on all one's devices (protocol
/// §4).
public final class SetChatSettings implements Writing<SetChatSettings.Request, Nothing> {
  public record Request(
      @Id long chat_id,
      @Range(min = 0, max = (1L << 53) - 1) Change<Long> muted_until,
      @Nullable Boolean pinned,
      @Nullable Boolean archived) {}

  @Override
  public Nothing handle(Caller caller, Request request, Tx tx) {
    ChatSettings before = Membership.of(tx, request.chat_id, caller.userId()).settings();
    Long mutedUntil =
        switch (request.muted_until) {
          case Change.Keep<Long> _ -> before.muted_until();
          case Change.Clear<Long> _ -> null;
          case Change.Set<Long>(Long time) -> time;
        };
    ChatSettings after =
        new ChatSettings(
            mutedUntil,
            request.pinned == null ? before.pinned() : request.pinned,
            request.archived == null ? before.archived() : request.archived);
    if (!after.equals(before)) {
      tx.members().setSettings(request.chat_id, caller.userId(), after);
      tx.tell(new Signal.ChatChanged(request.chat_id, caller.userId()));
    }
    return new Nothing();
  }
}
