package io.vestnik.client.mode;

import io.vestnik.model.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `getEvents`: a page of a chat's log, ascending (protocol §5, §7).
///
/// Made of the server's `io.vestnik.message.GetEvents` by `ClientModesTest`.
public record GetEvents(long chat_id, long min_event_id, @Nullable Integer limit)
    implements Request<GetEvents.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("getEvents", true, true, Answer.class);

  /// With what is required alone.
  public GetEvents(long chat_id, long min_event_id) {
    this(chat_id, min_event_id, null);
  }

  /// The same request with `limit`.
  public GetEvents withLimit(@Nullable Integer limit) {
    return new GetEvents(chat_id, min_event_id, limit);
  }

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  /// A page of the log.
  ///
  /// @param first_event_id where the log begins for the asker
  public record Answer(List<Entry> events, long first_event_id, boolean has_more) {}
}
