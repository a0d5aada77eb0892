package io.vestnik.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vestnik.Pair;
import io.vestnik.TestPostgres;
import io.vestnik.TestServer;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// The marks of what was delivered are written beside the messages.
class DeliveredTest {
  private static final String WAITING =
      "select count(*) from pg_stat_activity"
          + " where datname = current_database() and wait_event_type = 'Lock'";

  @AutoClose private static final TestServer server = TestServer.start();

  /// While the marks wait for a membership that another transaction holds, their chats are written
  /// into.
  @Test
  void marksThatWaitHoldUpNoMessage(TestInfo test) throws Exception {
    assumeTrue(TestPostgres.isWanted(), "SQLite has one writer");
    try (Pair pair = Pair.of(server, test.getDisplayName());
        Connection other = server.database();
        Statement statement = other.createStatement()) {
      pair.listening(pair.borisHimself());
      other.setAutoCommit(false);
      statement.executeQuery(
          "select 1 from members where chat_id = %d and user_id = %d for no key update"
              .formatted(pair.chat(), pair.borisHimself().id()));
      pair.send(pair.anna(), "one");
      Pair.eventually(() -> assertThat(Pair.number(server, WAITING)).isPositive());
      for (int i = 0; i < 10; i++) {
        pair.send(pair.anna(), "more");
      }
      assertThat(Pair.number(server, WAITING)).as("still waiting").isPositive();
      other.rollback();
    }
  }
}
