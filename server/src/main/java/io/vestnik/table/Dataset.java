package io.vestnik.table;

import io.vestnik.sql.Sql;
import org.jspecify.annotations.Nullable;

/// Which data set this is.
public final class Dataset {
  private final Sql sql;

  public Dataset(Sql sql) {
    this.sql = sql;
  }

  /// The data set's own facts.
  ///
  /// @param id changes when an older copy is restored
  /// @param hashKey for keyed hashes of what is stored here; secret
  public record Facts(String id, byte[] hashKey) {}

  /// The facts, or null before [#begin].
  public @Nullable Facts facts() {
    return sql.first(
        "select id, hash_key from dataset" + sql.lock("dataset"),
        row -> new Facts(row.getString("id"), row.getBytes("hash_key")));
  }

  /// Makes this a data set.
  public void begin(Facts facts, long now) {
    sql.update(
        "insert into dataset (number, id, hash_key, created_time) values (1, ?, ?, ?)",
        facts.id,
        facts.hashKey,
        now);
  }

  /// Gives it another id: what clients know of it counts no more.
  public void renew(String id) {
    sql.update("update dataset set id = ?", id);
  }

  /// Whether it was last served from another copy than this.
  public boolean isOfAnotherPast(String past) {
    String known = sql.first("select past from dataset", row -> row.getString(1));
    return known != null && !past.isEmpty() && !known.equals(past);
  }

  /// It is served from this copy from now on; nothing changes where the text is blank.
  public void setPast(String past) {
    if (!past.isEmpty()) {
      sql.update("update dataset set past = ?", past);
    }
  }

  /// Writes what is there already: shows whether anything can be written.
  public int touch() {
    return sql.update("update dataset set created_time = created_time");
  }
}
