package io.vestnik.message;

import io.vestnik.chat.Membership;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Reading;
import io.vestnik.model.Message;
import io.vestnik.protocol.Encoded;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Page;
import io.vestnik.protocol.Range;
import io.vestnik.store.Tx;
import io.vestnik.table.MemberRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `getMessages`: a page of a chat's messages as they now are, ascending (protocol §5). With a
/// minimum from there upward, else the newest up to the maximum.
public final class GetMessages implements Reading<GetMessages.Request, GetMessages.Answer> {
  public record Request(
      @Id long chat_id,
      @Nullable @Id(min = 0) Long min_message_id,
      @Nullable @Id(min = 0) Long max_message_id,
      @Nullable @Range(min = 1, max = Page.MAX_ITEMS) Integer limit) {}

  /// A page of messages.
  ///
  /// @param has_more whether there are more in the direction read
  public record Answer(List<Encoded<Message>> messages, boolean has_more) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    long viewer = caller.userId();
    MemberRow member = Membership.of(tx, request.chat_id, viewer);
    long first = member.firstEventId();
    long max = request.max_message_id == null ? Long.MAX_VALUE : request.max_message_id;
    int fetch = Page.fetch(request.limit);
    Long min = request.min_message_id;
    List<Message> messages =
        min != null
            ? tx.log().messagesFrom(request.chat_id, Math.max(first, min), max, fetch, viewer)
            : tx.log().messagesUpTo(request.chat_id, first, max, fetch, viewer);
    Page<Message> page = Page.of(messages, request.limit);
    messages.stream()
        .limit(page.items().size())
        .mapToLong(Message::message_id)
        .max()
        .ifPresent(last -> Membership.noteGiven(tx, member, last));
    return new Answer(min != null ? page.items() : page.items().reversed(), page.hasMore());
  }
}
