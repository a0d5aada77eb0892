package io.vestnik.message;

import io.vestnik.chat.Membership;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Writing;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.protocol.Id;
import io.vestnik.store.Tx;
import io.vestnik.table.ChatRow;
import java.util.List;
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
    Membership.mayReach(listed.member());
    List<Long> pins = tx.pins().of(chatId);
    if (pins.contains(id) == request.pinned) {
      return new Answer(null);
    }
    if (!request.pinned) {
      return new Answer(unpin(tx, listed.chat(), id, caller.userId()).event_id());
    }
    ChatRow chat = listed.chat();
    if (pins.size() >= MAX_PINS) {
      chat = chat.after(unpin(tx, chat, pins.getLast(), caller.userId()));
    }
    long event =
        tx.log().append(chat, caller.userId(), new Event.MessagePinned(id, true)).event_id();
    tx.pins().add(chatId, id, event);
    return new Answer(event);
  }

  private static Entry unpin(Tx tx, ChatRow chat, long messageId, long userId) {
    tx.pins().remove(chat.id(), messageId);
    return tx.log().append(chat, userId, new Event.MessagePinned(messageId, false));
  }
}
