package io.vestnik.chat;

import io.vestnik.mode.Caller;
import io.vestnik.mode.Writing;
import io.vestnik.model.ChatType;
import io.vestnik.model.Role;
import io.vestnik.model.Signal;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Nothing;
import io.vestnik.store.Tx;
import io.vestnik.table.Chats;
import org.jspecify.annotations.Nullable;

/// `deleteChat`: for oneself, one's history of a personal chat ends here and the chat leaves one's
/// list until its next message, and a group one leaves, and what was in it; for everyone, the chat
/// ends and is erased (protocol §4).
public final class DeleteChat implements Writing<DeleteChat.Request, Nothing> {
  private final Departure departure;

  public DeleteChat(Departure departure) {
    this.departure = departure;
  }

  public record Request(@Id long chat_id, @Nullable Boolean for_everyone) {}

  @Override
  public Nothing handle(Caller caller, Request request, Tx tx) {
    Chats.Listed listed = Membership.chatOf(tx, request.chat_id, caller.userId());
    boolean group = listed.chat().type() == ChatType.GROUP;
    if (request.for_everyone != null && request.for_everyone) {
      if (group) {
        Membership.groupOf(tx, request.chat_id, caller.userId(), Role.OWNER);
      }
      departure.end(tx, request.chat_id);
    } else if (group) {
      departure.leave(tx, listed, true);
    } else {
      long first = listed.chat().lastEventId() + 1;
      tx.members().clear(request.chat_id, caller.userId(), first);
      tx.tell(new Signal.ChatCleared(request.chat_id, caller.userId(), first - 1));
    }
    return new Nothing();
  }
}
