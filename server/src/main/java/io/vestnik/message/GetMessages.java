package io.vestnik.message;

import io.vestnik.chat.Membership;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Reading;
import io.vestnik.model.Message;
import io.vestnik.model.ReactionCount;
import io.vestnik.protocol.Encoded;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Page;
import io.vestnik.protocol.Range;
import io.vestnik.store.Tx;
import io.vestnik.table.MemberRow;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
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
    MemberRow member = Membership.of(tx, request.chat_id, caller.userId());
    long first = member.firstEventId();
    long max = request.max_message_id == null ? Long.MAX_VALUE : request.max_message_id;
    int fetch = Page.fetch(request.limit);
    Long min = request.min_message_id;
    List<Message> messages =
        min != null
            ? tx.logView().messagesFrom(member, Math.max(first, min), max, fetch)
            : tx.logView().messagesUpTo(member, first, max, fetch);
    Page<Message> page = Page.of(marked(tx, member, messages), request.limit);
    messages.stream()
        .limit(page.items().size())
        .mapToLong(Message::message_id)
        .max()
        .ifPresent(last -> Membership.noteGiven(tx, member, last));
    return new Answer(min != null ? page.items() : page.items().reversed(), page.hasMore());
  }

  // What members have put to the messages stands in tables of its own.
  private static List<Message> marked(Tx tx, MemberRow member, List<Message> messages) {
    if (messages.isEmpty()) {
      return messages;
    }
    LongSummaryStatistics ids =
        messages.stream().mapToLong(Message::message_id).summaryStatistics();
    Map<Long, List<ReactionCount>> reactions =
        tx.reactions().of(member.chatId(), ids.getMin(), ids.getMax());
    Set<Long> pins = Set.copyOf(tx.pins().of(member.chatId()));
    return reactions.isEmpty() && pins.isEmpty()
        ? messages
        : messages.stream()
            .map(message -> marked(message, reactions.get(message.message_id()), pins))
            .toList();
  }

  private static Message marked(
      Message message, @Nullable List<ReactionCount> reactions, Set<Long> pins) {
    boolean pinned = pins.contains(message.message_id());
    return reactions == null && !pinned ? message : message.marked(reactions, pinned);
  }
}
