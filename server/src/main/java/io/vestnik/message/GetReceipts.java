package io.vestnik.message;

import io.vestnik.chat.Membership;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Reading;
import io.vestnik.model.Clock;
import io.vestnik.model.Message;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Tx;
import io.vestnik.table.ChatRow;
import io.vestnik.table.MemberRow;
import io.vestnik.table.Moves;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `getReceipts`: to whom one's message was delivered and who has read it, and when, as far as that
/// is kept (protocol §5). Nobody is listed in chats of over 50.
public final class GetReceipts implements Reading<GetReceipts.Request, GetReceipts.Answer> {
  private final Clock clock;

  public GetReceipts(Clock clock) {
    this.clock = clock;
  }

  public record Request(@Id long chat_id, @Id long message_id) {}

  public record Answer(List<Receipt> receipts) {}

  /// What is known of one member.
  public record Receipt(long user_id, @Nullable Long delivered_time, @Nullable Long read_time) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    var listed = Membership.chatOf(tx, request.chat_id, caller.userId());
    Message found = Membership.messageOf(tx, listed.member(), request.message_id, "message_id");
    if (found.from_id() == null || found.from_id() != caller.userId()) {
      throw Rejection.notYours("Receipts are for the message's author.");
    }
    if (!listed.chat().isSmall()) {
      return new Answer(List.of());
    }
    return new Answer(
        tx.members().first(request.chat_id, ChatRow.MOST_OF_SMALL).stream()
            .filter(member -> member.userId() != caller.userId())
            .filter(member -> couldSee(member, found))
            .map(member -> receipt(tx, member, request.message_id))
            .toList());
  }

  // Who has cleared the chat since is listed all the same: it is nobody's affair.
  private static boolean couldSee(MemberRow member, Message message) {
    return member.firstEventId() <= message.message_id()
        || member.joinedEventId() < message.message_id();
  }

  private Receipt receipt(Tx tx, MemberRow member, long messageId) {
    return new Receipt(
        member.userId(),
        passed(tx, member, Moves.Kind.DELIVERED, messageId),
        passed(tx, member, Moves.Kind.READ, messageId));
  }

  private @Nullable Long passed(Tx tx, MemberRow member, Moves.Kind kind, long messageId) {
    return tx.moves().passed(member, kind, messageId, clock.millis());
  }
}
