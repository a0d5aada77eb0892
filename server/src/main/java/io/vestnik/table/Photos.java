package io.vestnik.table;

import io.vestnik.sql.Sql;
import org.jspecify.annotations.Nullable;

/// The photos of users and groups. Each has a row for as long as it is somebody's.
public final class Photos {
  private final Sql sql;

  public Photos(Sql sql) {
    this.sql = sql;
  }

  /// A photo, as JPEGs.
  public record Sizes(byte[] large, byte[] small) {}

  public void add(String photoId, Sizes photo) {
    sql.update(
        "insert into photos (photo_id, small, large) values (?, ?, ?)",
        photoId,
        photo.small,
        photo.large);
  }

  /// The photo in one of its sizes.
  public byte @Nullable [] get(String photoId, boolean large) {
    return sql.first(
        "select " + (large ? "large" : "small") + " from photos where photo_id = ?",
        row -> row.getBytes(1),
        photoId);
  }

  /// It is nobody's any more.
  public void remove(String photoId) {
    sql.update("delete from photos where photo_id = ?", photoId);
  }
}
