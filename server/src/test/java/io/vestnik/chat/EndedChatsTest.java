package io.vestnik.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestnik.Group;
import io.vestnik.Group.Who;
import io.vestnik.Pair;
import io.vestnik.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Of a chat that has ended nothing is left in any table.
class EndedChatsTest {
  @AutoClose private static final TestServer server = TestServer.start();

  private static Connection connect() throws SQLException {
    return server.database();
  }

  private static List<String> column(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        all.add(rows.getString(1));
      }
      return all;
    }
  }

  /// All but the keys of createGroup, which say that there was a group once.
  private static List<String> tables(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet columns = connection.getMetaData().getColumns(null, null, "%", "chat_id")) {
      while (columns.next()) {
        tables.add(columns.getString("TABLE_NAME"));
      }
    }
    tables.remove("group_keys");
    return tables;
  }

  private static long rows(Connection connection, String table, long chat) throws SQLException {
    String sql = "select count(*) from " + table + " where chat_id = " + chat;
    return Long.parseLong(column(connection, sql).getFirst());
  }

  @Test
  void leaveNothingInAnyTable() throws SQLException {
    try (Group group = Group.of(server);
        Group other = Group.of(server);
        Connection connection = connect()) {
      for (Group one : List.of(group, other)) {
        one.invite();
        long message = one.send(one.owner(), "x");
        one.ask(one.member(), "markRead", "message_id", message).expect("200");
        fill(connection, one.chat());
      }
      List<String> tables = tables(connection);
      assertThat(tables).hasSizeGreaterThan(9);
      group.ask(group.owner(), "deleteGroup").expect("200");
      for (String table : tables) {
        await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(() ->
                assertThat(rows(connection, table, group.chat()))
                    .as("%s of the chat that ended", table)
                    .isZero());
        if (!table.equals("ended_chats")) {
          assertThat(rows(connection, table, other.chat())).as("%s of another", table).isPositive();
        }
      }
      assertThat(column(connection, "select id from chats where id = " + group.chat())).isEmpty();
      Pair.send(other.owner(), other.chat(), "still there");
      assertThat(other.role(Who.MEMBER)).isEqualTo("member");
    }
  }

  // More than are erased at once, in tables whose rows come by other modes.
  private static void fill(Connection connection, long chat) throws SQLException {
    String numbers =
        " from (with recursive n(i) as (select 1 union all select i + 1 from n where i < 700)"
            + " select i, "
            + chat
            + " as chat from n)";
    for (String insert :
        List.of(
            "versions select chat, i, i, 1, 'x', null",
            "reactions select chat, i, 1, 'x', i",
            "pins select chat, i, i",
            "mentions select chat, 1, i",
            "hidden select chat, 1, i, i")) {
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate("insert into " + insert + numbers);
      }
    }
  }
}
