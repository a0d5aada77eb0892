package io.vestnik.chat;

import io.vestnik.mode.Caller;
import io.vestnik.mode.Writing;
import io.vestnik.model.Signal;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Nothing;
import io.vestnik.store.Tx;
import io.vestnik.table.Chats;
import org.jspecify.annotations.Nullable;

/// `deleteChat`: for oneself, one's history of a personal chat ends here and the chat leaves one's
/// list until its next message; for everyone, the chat ends and is erased (protocol §4).
public final class DeleteChat implements Writing<DeleteChat.Request, Nothing> {
  private final Runnable chatEnded;

  /// @param chatEnded told that there is something to erase
  public DeleteChat(Runnable chatEnded) {
    this.chatEnded = chatEnded;
  }

  public record Request(@Id long chat_id, @Nullable Boolean for_everyone) {}

  @Override
  public Nothing handle(Caller caller, Request request, Tx tx) {
    Chats.Listed listed = Membership.chatOf(tx, request.chat_id, caller.userId());
    if (request.for_everyone != null && request.for_everyone) {
      tx.chats().end(request.chat_id);
      tx.tell(new Signal.ChatEnded(request.chat_id));
      tx.afterCommit(chatEnded);
    } else {
      long first = listed.chat().lastEventId() + 1;
      tx.members().clear(request.chat_id, caller.userId(), first);
      tx.tell(new Signal.ChatCleared(request.chat_id, caller.userId(), first - 1));
    }
    return new Nothing();
  }
}
