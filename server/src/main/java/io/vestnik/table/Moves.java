package io.vestnik.table;

import io.vestnik.sql.Sql;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of when members' markers moved, as far as receipts ask for it (protocol §5).
public final class Moves {
  private static final long KEPT_MILLIS = Duration.ofDays(7).toMillis();

  private final Sql sql;

  public Moves(Sql sql) {
    this.sql = sql;
  }

  /// Which marker moved.
  public enum Kind {
    DELIVERED(0),
    READ(1);

    private final int number;

    Kind(int number) {
      this.number = number;
    }
  }

  /// That a member's marker moved to a message.
  public record Move(long chatId, long userId, long messageId) {}

  /// Notes that the member's marker moved to the message.
  public void add(long chatId, long userId, Kind kind, long messageId, long now) {
    addAll(List.of(new Move(chatId, userId, messageId)), kind, now);
  }

  /// Notes that markers moved, and forgets of each what is too old but the last of it, which tells
  /// up to where the time is no longer known.
  public void addAll(List<Move> moves, Kind kind, long now) {
    sql.runEach(
        """
        delete from marker_moves
        where chat_id = ? and user_id = ? and kind = ? and message_id < (
          select max(message_id) from marker_moves
          where chat_id = ? and user_id = ? and kind = ? and moved_time < ?)
        """,
        moves.stream()
            .map(move ->
                new @Nullable Object[] {
                  move.chatId,
                  move.userId,
                  kind.number,
                  move.chatId,
                  move.userId,
                  kind.number,
                  now - KEPT_MILLIS,
                })
            .toList());
    sql.updateEach(
        """
        insert into marker_moves (chat_id, user_id, kind, message_id, moved_time)
        values (?, ?, ?, ?, ?)
        """,
        moves.stream()
            .map(move ->
                new @Nullable Object[] {
                  move.chatId, move.userId, kind.number, move.messageId, now,
                })
            .toList());
  }

  /// Forgets how the member's markers moved.
  public void forget(long chatId, long userId) {
    sql.update("delete from marker_moves where chat_id = ? and user_id = ?", chatId, userId);
  }

  /// When the member's marker first passed the message, or null where that is not known.
  public @Nullable Long passed(MemberRow member, Kind kind, long messageId, long now) {
    Long time =
        sql.first(
            """
            select moved_time from marker_moves
            where chat_id = ? and user_id = ? and kind = ? and message_id >= ?
            order by message_id limit 1
            """,
            row -> row.getLong(1),
            member.chatId(),
            member.userId(),
            kind.number,
            messageId);
    return time != null && time < now - KEPT_MILLIS ? null : time;
  }
}
