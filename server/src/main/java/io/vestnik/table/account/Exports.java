package io.vestnik.table.account;

import io.vestnik.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The tables of exports: what is stored of a user, as a file for them. A user has one at most.
public final class Exports {
  /// How long one is kept once it is ready.
  public static final long KEPT_MILLIS = Duration.ofDays(7).toMillis();

  /// How long each part of the file is, but the last.
  public static final int PART_BYTES = 128 << 10;

  private static final int EXPIRED_AT_ONCE = 100;

  private static final String SELECT =
      "select file_id, user_id, created_time, ready_time, size, sha256 from exports where ";
  private static final String WAITS =
      " user_id is not null and ready_time is null and lease_time <= ? ";

  private static final String OF_MAKER =
      " maker = ? and user_id is not null and ready_time is null";

  private final Sql sql;

  public Exports(Sql sql) {
    this.sql = sql;
  }

  /// An export that is somebody's.
  ///
  /// @param readyTime null while it is being made, and then there is neither size nor hash
  public record Export(
      String fileId,
      long userId,
      long createdTime,
      @Nullable Long readyTime,
      long size,
      byte @Nullable [] sha256) {
    /// Whether it is kept no longer.
    public boolean isOver(long now) {
      return readyTime != null && now - readyTime >= KEPT_MILLIS;
    }
  }

  /// An export that somebody is to make.
  ///
  /// @param attempts how often that has failed
  public record Job(String fileId, long userId, long createdTime, int attempts) {}

  /// The user's, or null.
  public @Nullable Export ofUser(long userId) {
    return sql.first(SELECT + "user_id = ?", Exports::row, userId);
  }

  /// The one of that number, where it is somebody's.
  public @Nullable Export get(String fileId) {
    return sql.first(SELECT + "file_id = ? and user_id is not null", Exports::row, fileId);
  }

  /// Has one made for a user who has none.
  public void add(String fileId, long userId, long now) {
    sql.update(
        "insert into exports (file_id, user_id, created_time, lease_time) values (?, ?, ?, 0)",
        fileId,
        userId,
        now);
  }

  /// What the user has is nobody's any more. The rest is left to [#eraseSome].
  public void release(long userId) {
    sql.update("update exports set user_id = null where user_id = ?", userId);
  }

  /// Whether one waits to be made.
  public boolean isDue(long now) {
    return sql.first("select 1 from exports where" + WAITS + "limit 1", row -> row.getInt(1), now)
        != null;
  }

  /// Takes the one that has waited longest, for so long: nobody else gets it before that time.
  ///
  /// @return null where none waits
  public @Nullable Job take(String maker, long now, long until) {
    String fileId =
        sql.first(
            "select file_id from exports where"
                + WAITS
                + "order by lease_time, created_time limit 1",
            row -> row.getString(1),
            now);
    if (fileId == null) {
      return null;
    }
    return sql.first(
        "update exports set maker = ?, lease_time = ? where file_id = ? and"
            + WAITS
            + "returning file_id, user_id, created_time, attempts",
        row -> new Job(row.getString(1), row.getLong(2), row.getLong(3), row.getInt(4)),
        maker,
        until,
        fileId,
        now);
  }

  /// Keeps it for its maker for so long.
  ///
  /// @return false where it is the maker's no more
  public boolean keep(String fileId, String maker, long until) {
    return sql.update(
            "update exports set lease_time = ? where file_id = ? and" + OF_MAKER,
            until,
            fileId,
            maker)
        == 1;
  }

  /// Its maker gives it up: somebody is to make it then.
  public void giveBack(Job job, String maker, long time, int attempts) {
    sql.update(
        "update exports set maker = null, lease_time = ?, attempts = ? where file_id = ? and"
            + OF_MAKER,
        time,
        attempts,
        job.fileId,
        maker);
  }

  /// Adds the next part.
  public void addPart(String fileId, long number, byte[] bytes) {
    sql.update(
        "insert into export_parts (file_id, number, bytes) values (?, ?, ?)",
        fileId,
        number,
        bytes);
  }

  /// All of it is there.
  ///
  /// @return false where it is the maker's no more
  public boolean finish(Export whole, String maker) {
    return sql.update(
            "update exports set ready_time = ?, size = ?, sha256 = ? where file_id = ? and"
                + OF_MAKER,
            whole.readyTime,
            whole.size,
            whole.sha256,
            whole.fileId,
            maker)
        == 1;
  }

  /// A part of a file that is ready and somebody's, or null.
  public byte @Nullable [] part(String fileId, long number) {
    return sql.first(
        """
        select p.bytes from exports e join export_parts p on p.file_id = e.file_id
        where e.file_id = ? and e.user_id is not null and e.ready_time is not null
          and p.number = ?
        """,
        row -> row.getBytes(1),
        fileId,
        number);
  }

  /// Deletes some of the parts.
  ///
  /// @return how many
  public int removeParts(String fileId, int most) {
    return sql.update(
        """
        delete from export_parts where file_id = ? and number in (
          select number from export_parts where file_id = ? order by number limit ?)
        """,
        fileId,
        fileId,
        most);
  }

  /// Whether there is anything for [#eraseSome].
  public boolean isAnythingOver(long now) {
    return sql.first("select 1 from exports where user_id is null limit 1", row -> row.getInt(1))
            != null
        || sql.first(
                "select 1 from exports where ready_time <= ? limit 1",
                row -> row.getInt(1),
                now - KEPT_MILLIS)
            != null;
  }

  /// Erases some of what is kept no longer, or nobody's.
  ///
  /// @return whether there may be more
  public boolean eraseSome(long now, int mostParts) {
    sql.update(
        """
        update exports set user_id = null where file_id in (
          select file_id from exports where ready_time <= ? and user_id is not null limit ?)
        """,
        now - KEPT_MILLIS,
        EXPIRED_AT_ONCE);
    String fileId =
        sql.first(
            "select file_id from exports where user_id is null limit 1"
                + sql.dialect().lockFreeRows("exports"),
            row -> row.getString(1));
    if (fileId == null) {
      return false;
    }
    if (removeParts(fileId, mostParts) < mostParts) {
      sql.update("delete from exports where file_id = ?", fileId);
    }
    return true;
  }

  private static Export row(ResultSet row) throws SQLException {
    long ready = row.getLong("ready_time");
    Long readyTime = row.wasNull() ? null : ready;
    return new Export(
        row.getString("file_id"),
        row.getLong("user_id"),
        row.getLong("created_time"),
        readyTime,
        row.getLong("size"),
        row.getBytes("sha256"));
  }
}
