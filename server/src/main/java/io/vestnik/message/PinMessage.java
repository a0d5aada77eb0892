package io.vestnik.message;

import io.vestnik.chat.Membership;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Writing;
import io.vestnik.model.Event;
import io.vestnik.protocol.Id;
import io.vestnik.store.Tx;
import io.vestnik.table.ChatRow;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `pinMessage`: a message is pinned for all members, or no longer (protocol §5). The pin that is
/// one too many takes the place of the oldest.
public final class PinMessage implements Writing<PinMessage.Request, PinMessage.Answer> {
  private static final int MAX_PINS = 50;

  public record Request(@Id long chat_id, @Id long message_id, boolean pinned) {}

  public record Answer(@Nullable Long event_id) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    long chatId = request.chat_id;
    var listed = Membership.chatOf(tx, chatId, caller.userId(), Membership.Right.PIN);
    long id =
        Membership.messageOf(tx, listed.member(), request.message_id, "message_id").message_id();
    List<Long> pins = tx.pins().of(chatId);
    if (pins.contains(id) == request.pinned) {
      return new Answer(null);
    }
    if (!request.pinned) {
      return new Answer(unpin(tx, chatId, id, caller.userId()));
    }
    if (pins.size() >= MAX_PINS) {
      unpin(tx, chatId, pins.getLast(), caller.userId());
    }
    long event = log(tx, chatId, caller.userId(), new Event.MessagePinned(id, true));
    tx.pins().add(chatId, id, event);
    return new Answer(event);
  }

  private static long unpin(Tx tx, long chatId, long messageId, long userId) {
    tx.pins().remove(chatId, messageId);
    return log(tx, chatId, userId, new Event.MessagePinned(messageId, false));
  }

  // Two entries may come of one request: the row is read before each.
  private static long log(Tx tx, long chatId, long userId, Event event) {
    ChatRow chat = Objects.requireNonNull(tx.chats().byId(chatId));
    return tx.log().append(chat, userId, event).event_id();
  }
}
