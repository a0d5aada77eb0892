package io.vestnik.client.mode;

import io.vestnik.model.Chat;
import io.vestnik.model.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `sync`: all that has changed since a cursor (protocol §7). Without one, all one's chats.
///
/// Made of the server's `io.vestnik.chat.Sync` by `ClientModesTest`.
public record Sync(@Nullable String cursor, @Nullable Integer limit)
    implements Request<Sync.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("sync", true, true, Answer.class);

  /// With what is required alone.
  public Sync() {
    this(null, null);
  }

  /// The same request with `cursor`.
  public Sync withCursor(@Nullable String cursor) {
    return new Sync(cursor, limit);
  }

  /// The same request with `limit`.
  public Sync withLimit(@Nullable Integer limit) {
    return new Sync(cursor, limit);
  }

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  /// What has changed.
  ///
  /// @param limited holes: entries that were too many to be given
  /// @param reset the cursor is of a data set that is no more: begin anew
  /// @param has_more ask again with the new cursor
  public record Answer(
      String cursor,
      List<Chat> chats,
      List<Entry> events,
      List<Hole> limited,
      List<Hidden> hidden,
      List<Removed> removed,
      boolean reset,
      boolean has_more) {}

  /// Entries that the client lacks, both ends inclusive.
  public record Hole(long chat_id, long from_event_id, long to_event_id) {}

  /// Messages that were hidden on another device.
  public record Hidden(long chat_id, List<Long> message_ids) {}

  /// A chat that getChats shows no longer, or whose history begins later now.
  public record Removed(long chat_id, String reason) {}
}
