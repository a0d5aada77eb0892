package io.vestnik.bench.prepare;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// The rows of groups, without their members. The store has no way yet to make a group.
final class Groups {
  // Permissions.DEFAULT, as they are stored.
  private static final int PERMISSIONS = 346;
  private static final String INSERT =
      """
      insert into chats (type, name, permissions, member_count, created_time, last_event_id,
        last_event_time, last_message_id, last_message_time)
      values (1, ?, ?, ?, ?, 0, ?, 0, 0)
      """;

  private Groups() {}

  /// Adds the groups of ten, and the large one after them, to a database that nobody has open.
  static void add(Path database, Contents contents) {
    long now = System.currentTimeMillis();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      connection.setAutoCommit(false);
      for (int i = 0; i < contents.groups(); i++) {
        add(insert, "Group " + (i + 1), Contents.GROUP_SIZE, now);
      }
      if (contents.crowd() > 0) {
        add(insert, "Crowd", contents.crowd(), now);
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("The groups cannot be added: " + e.getMessage(), e);
    }
  }

  private static void add(PreparedStatement insert, String name, int members, long now)
      throws SQLException {
    insert.setString(1, name);
    insert.setInt(2, PERMISSIONS);
    insert.setInt(3, members);
    insert.setLong(4, now);
    insert.setLong(5, now);
    insert.executeUpdate();
  }
}
