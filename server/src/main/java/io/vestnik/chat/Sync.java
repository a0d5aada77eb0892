package io.vestnik.chat;

import io.vestnik.mode.Caller;
import io.vestnik.mode.Reading;
import io.vestnik.model.Chat;
import io.vestnik.model.Entry;
import io.vestnik.protocol.Encoded;
import io.vestnik.protocol.Length;
import io.vestnik.protocol.Page;
import io.vestnik.protocol.Range;
import io.vestnik.store.Tx;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `sync`: all that has changed since a cursor (protocol §7). Without one, all one's chats.
public final class Sync implements Reading<Sync.Request, Sync.Answer> {
  public record Request(
      @Nullable @Length(max = Cursor.MAX_LENGTH) String cursor,
      @Nullable @Range(min = 1, max = Page.MAX_ITEMS) Integer limit) {
    public Request {
      if (cursor != null) {
        Cursor.decode(cursor);
      }
    }
  }

  /// What has changed.
  ///
  /// @param limited holes: entries that were too many to be given
  /// @param reset the cursor is of a data set that is no more: begin anew
  /// @param has_more ask again with the new cursor
  public record Answer(
      String cursor,
      List<Encoded<Chat>> chats,
      List<Encoded<Entry>> events,
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

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    // Each time anew: another copy of the data may have taken over.
    String dataset = Objects.requireNonNull(tx.dataset().facts()).id();
    Cursor cursor = request.cursor == null ? null : Cursor.decode(request.cursor);
    Answer answer =
        cursor != null && !cursor.dataset().equals(dataset)
            ? null
            : new SyncRun(tx, caller.userId(), dataset, request.limit, cursor).run();
    return answer != null ? answer : reset(dataset);
  }

  private static Answer reset(String dataset) {
    String begin = new Cursor(dataset, new TreeMap<>()).encode();
    return new Answer(begin, List.of(), List.of(), List.of(), List.of(), List.of(), true, false);
  }
}
