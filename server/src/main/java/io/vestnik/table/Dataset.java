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
        "select id, hash_key from dataset",
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

  /// Writes what is there already: shows whether anything can be written.
  public int touch() {
    return sql.update("update dataset set created_time = created_time");
  }
}
