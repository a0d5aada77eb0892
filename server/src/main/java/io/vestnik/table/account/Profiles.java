package io.vestnik.table.account;

import io.vestnik.model.User;
import io.vestnik.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of users, as far as others see them and as they describe themselves.
public final class Profiles {
  /// More personal chats than these do not hear of a change.
  private static final int MOST_CHATS = 10_000;

  /// No name has this code point, and none is above it.
  private static final String PAST_ALL = Character.toString(Character.MAX_CODE_POINT);

  private static final String SELECT =
      """
      select id, username, photo_id, about, language, show_presence, last_seen_time from users where
      """;

  private final Sql sql;

  public Profiles(Sql sql) {
    this.sql = sql;
  }

  /// A row.
  ///
  /// @param showsPresence whether those to whom the user has written may see whether they are there
  public record ProfileRow(
      long id,
      String username,
      @Nullable String photoId,
      @Nullable String about,
      String language,
      boolean showsPresence,
      @Nullable Long lastSeenTime) {
    /// As everybody may see them.
    public User user() {
      return new User(id, username, photoId, about);
    }
  }

  public @Nullable ProfileRow byId(long id) {
    return sql.first(SELECT + " id = ?", Profiles::row, id);
  }

  /// The same, but of no deleted account.
  public @Nullable ProfileRow living(long id) {
    return sql.first(SELECT + " id = ? and deleted_time is null", Profiles::row, id);
  }

  public @Nullable ProfileRow byUsernameKey(String key) {
    return sql.first(SELECT + " username_key = ?", Profiles::row, key);
  }

  /// Whose names, as looked up, begin so, in the order of these; no deleted account's.
  public List<User> beginning(String key, int limit) {
    return sql.list(
        SELECT
            + """
             username_key >= ? and username_key < ? and deleted_time is null
            order by username_key limit ?
            """,
        row -> row(row).user(),
        key,
        key + PAST_ALL,
        limit);
  }

  /// Sets what the user says of themselves.
  public void set(long id, @Nullable String about, String language, boolean showsPresence) {
    sql.update(
        "update users set about = ?, language = ?, show_presence = ? where id = ?",
        about,
        language,
        showsPresence,
        id);
  }

  /// Sets the user's photo, or takes it away.
  public void setPhoto(long id, @Nullable String photoId) {
    sql.update(
        "update users set photo_id = ?, look_changes = look_changes + 1 where id = ?", photoId, id);
  }

  /// A personal chat, and who is in it beside the user: the user themselves where it is for notes.
  public record ChatWith(long chatId, long userId) {}

  /// The user's personal chats, the newest first.
  public List<ChatWith> personalChats(long id) {
    return sql.list(
        """
        select c.id, c.user_low + c.user_high - ? from members m cross join chats c
        where m.user_id = ? and c.id = m.chat_id and c.type = 0 order by c.id desc limit ?
        """,
        row -> new ChatWith(row.getLong(1), row.getLong(2)),
        id,
        id,
        MOST_CHATS);
  }

  private static ProfileRow row(ResultSet row) throws SQLException {
    long lastSeen = row.getLong("last_seen_time");
    Long lastSeenTime = row.wasNull() ? null : lastSeen;
    return new ProfileRow(
        row.getLong("id"),
        row.getString("username"),
        row.getString("photo_id"),
        row.getString("about"),
        row.getString("language"),
        row.getBoolean("show_presence"),
        lastSeenTime);
  }
}
