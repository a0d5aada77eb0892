package io.vestnik.bench.baseline;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// The baseline: the same rows in the same batches, written by SQLite alone in a loop of one
/// thread. What a server reaches of it says more than its own figure, which is the machine's.
public final class BareSqlite {
  private static final List<String> SETTINGS =
      List.of(
          "pragma journal_mode = wal",
          "pragma synchronous = full",
          "pragma wal_autocheckpoint = 8192",
          "pragma cache_size = -32768");
  private static final String INSERT =
      """
      insert into entries (chat_id, event_id, kind, from_id, erased, event_time, content_type,
        content, reply_to, client_message_id, content_hash)
      values (?, ?, 0, ?, false, ?, 'text', ?, null, null, null)
      """;
  private static final String UPDATE =
      """
      update chats set last_event_id = ?, last_event_time = ?, last_message_id = ?,
        last_message_time = ?
      where id = ?
      """;

  private final Path database;
  private final String content;
  private final long[] lastIds;

  /// @param database that has so many chats without a message
  public BareSqlite(Path database, String content, int chats) {
    this.database = database;
    this.content = content;
    lastIds = new long[chats];
    Arrays.fill(lastIds, 1); // the entry chatCreated
  }

  /// Rows a second, in batches of that size, over so long a time.
  public double rowsPerSecond(int batch, Duration time) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement plain = connection.createStatement();
        PreparedStatement insert = connection.prepareStatement(INSERT);
        PreparedStatement update = connection.prepareStatement(UPDATE)) {
      for (String setting : SETTINGS) {
        plain.execute(setting);
      }
      long began = System.nanoTime();
      long rows = 0;
      while (System.nanoTime() - began < time.toNanos()) {
        plain.execute("begin immediate");
        write(insert, update, rows, batch);
        plain.execute("commit");
        rows += batch;
      }
      return rows * 1e9 / (System.nanoTime() - began);
    } catch (SQLException e) {
      throw new IllegalStateException("The baseline failed: " + e.getMessage(), e);
    }
  }

  // The chats take turns, and each that got something is brought up to date once.
  private void write(PreparedStatement insert, PreparedStatement update, long first, int batch)
      throws SQLException {
    long now = System.currentTimeMillis();
    for (long row = first; row < first + batch; row++) {
      int chat = (int) (row % lastIds.length);
      insert.setLong(1, chat + 1L);
      insert.setLong(2, ++lastIds[chat]);
      insert.setLong(3, 2L * chat + 1 + row % 2);
      insert.setLong(4, now);
      insert.setString(5, content);
      insert.addBatch();
    }
    insert.executeBatch();
    for (long row = first; row < first + Math.min(batch, lastIds.length); row++) {
      int chat = (int) (row % lastIds.length);
      update.setLong(1, lastIds[chat]);
      update.setLong(2, now);
      update.setLong(3, lastIds[chat]);
      update.setLong(4, now);
      update.setLong(5, chat + 1L);
      update.addBatch();
    }
    update.executeBatch();
  }
}
