package io.vestnik.message;

import io.vestnik.chat.Membership;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Reading;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.protocol.Encoded;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Page;
import io.vestnik.protocol.Range;
import io.vestnik.store.Tx;
import io.vestnik.table.MemberRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `getEvents`: a page of a chat's log, ascending (protocol §5, §7).
public final class GetEvents implements Reading<GetEvents.Request, GetEvents.Answer> {
  public record Request(
      @Id long chat_id,
      @Id(min = 0) long min_event_id,
      @Nullable @Range(min = 1, max = Page.MAX_ITEMS) Integer limit) {}

  /// A page of the log.
  ///
  /// @param first_event_id where the log begins for the asker
  public record Answer(List<Encoded<Entry>> events, long first_event_id, boolean has_more) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    MemberRow member = Membership.of(tx, request.chat_id, caller.userId());
    long first = member.firstEventId();
    long min = Math.max(first, request.min_event_id);
    List<Entry> entries = tx.logView().entries(member, min, Page.fetch(request.limit));
    Page<Entry> page = Page.of(entries, request.limit);
    entries.stream()
        .limit(page.items().size())
        .filter(entry -> entry.body() instanceof Event.MessageSent)
        .mapToLong(Entry::event_id)
        .max()
        .ifPresent(last -> Membership.noteGiven(tx, member, last));
    return new Answer(page.items(), first, page.hasMore());
  }
}
