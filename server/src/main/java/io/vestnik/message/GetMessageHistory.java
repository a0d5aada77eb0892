package io.vestnik.message;

import io.vestnik.chat.Membership;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Reading;
import io.vestnik.model.Message;
import io.vestnik.protocol.Encoded;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Page;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Tx;
import io.vestnik.table.Chats;
import java.util.List;

/// `getMessageHistory`: what a message has said, the oldest first, for its author and the admins of
/// a group (protocol §5). Where not all of it fits, the newest.
public final class GetMessageHistory
    implements Reading<GetMessageHistory.Request, GetMessageHistory.Answer> {
  public record Request(@Id long chat_id, @Id long message_id) {}

  public record Answer(List<Encoded<Version>> versions) {}

  /// What a message said from a time on.
  public record Version(String content, long time) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    Chats.Listed listed = Membership.chatOf(tx, request.chat_id, caller.userId());
    Message message = Membership.messageOf(tx, listed.member(), request.message_id, "message_id");
    boolean own = message.from_id() != null && message.from_id() == caller.userId();
    if (!own && !Membership.moderates(listed)) {
      throw Rejection.notYours(
          "message_id", "A message's history is for its author and the admins of a group.");
    }
    List<Version> newest =
        message.edited_time() == null
            ? List.of(new Version(message.content(), message.content_time()))
            : tx.versions().newest(request.chat_id, request.message_id, Page.MAX_ITEMS).stream()
                .map(version -> new Version(version.content(), version.time()))
                .toList();
    return new Answer(Page.of(newest, null).items().reversed());
  }
}
