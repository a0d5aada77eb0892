package io.vestnik.chat;

import io.vestnik.mode.Caller;
import io.vestnik.mode.Writing;
import io.vestnik.model.Clock;
import io.vestnik.model.Signal;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Tx;
import io.vestnik.table.ChatRow;
import io.vestnik.table.Chats;
import io.vestnik.table.MemberRow;
import io.vestnik.table.Moves;

/// `markRead`: one has read up to a message (protocol §4). The marker never goes back, and stops at
/// the last message.
public final class MarkRead implements Writing<MarkRead.Request, MarkRead.Answer> {
  private final Clock clock;

  public MarkRead(Clock clock) {
    this.clock = clock;
  }

  public record Request(@Id long chat_id, @Id long message_id) {}

  public record Answer(int unread_count) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    Chats.Listed listed = Membership.memberOf(tx, request.chat_id, caller.userId());
    MemberRow member = listed.member();
    if (request.message_id < member.firstEventId()) {
      throw Rejection.noMessage("message_id");
    }
    long marker = Math.min(request.message_id, listed.chat().lastMessageId());
    // What one has cleared, one has not read.
    if (marker <= member.readMessageId() || marker < member.firstEventId()) {
      return new Answer(ChatViews.unread(tx, listed.chat(), member));
    }
    move(tx, listed.chat(), member, marker);
    MemberRow moved = Membership.of(tx, request.chat_id, caller.userId());
    return new Answer(ChatViews.unread(tx, listed.chat(), moved));
  }

  private void move(Tx tx, ChatRow chat, MemberRow member, long marker) {
    long userId = member.userId();
    long delivered = Math.max(marker, member.deliveredMessageId());
    tx.members().setMarkers(chat.id(), userId, marker, delivered);
    boolean small = chat.isSmall();
    if (small) {
      long now = clock.millis();
      tx.moves().add(chat.id(), userId, Moves.Kind.READ, marker, now);
      if (delivered > member.deliveredMessageId()) {
        tx.moves().add(chat.id(), userId, Moves.Kind.DELIVERED, delivered, now);
      }
    }
    tx.tell(new Signal.Read(chat.id(), userId, marker, small));
    tx.tell(new Signal.ChatChanged(chat.id(), userId));
  }
}
