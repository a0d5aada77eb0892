package io.vestnik.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vestnik.Crowd;
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
  @AutoClose private static final TestServer server = TestServer.start();

  private static long marked(long chat, Crowd.Person person) {
    return Pair.number(
        server,
        "select delivered_message_id from members where chat_id = %d and user_id = %d"
            .formatted(chat, person.id()));
  }

  /// While another transaction holds a membership, messages go on, other memberships are marked,
  /// and this one is when it is free.
  @Test
  void marksWaitForNobodyAndNobodyForThem(TestInfo test) throws Exception {
    assumeTrue(TestPostgres.isWanted(), "SQLite has one writer");
    try (Pair pair = Pair.of(server, test.getDisplayName());
        Connection other = server.database();
        Statement statement = other.createStatement()) {
      long withVera = Pair.chat(pair.anna(), pair.veraHerself());
      pair.listening(pair.borisHimself());
      pair.listening(pair.veraHerself());
      other.setAutoCommit(false);
      statement.executeQuery(
          "select 1 from members where chat_id = %d and user_id = %d for no key update"
              .formatted(pair.chat(), pair.borisHimself().id()));
      long last = 0;
      for (int i = 0; i < 5; i++) {
        last = pair.send(pair.anna(), "to one who is held");
        long toVera = Pair.send(pair.anna(), withVera, "to one who is not");
        Pair.eventually(() -> assertThat(marked(withVera, pair.veraHerself())).isEqualTo(toVera));
      }
      assertThat(marked(pair.chat(), pair.borisHimself())).isZero();
      other.rollback();
      long toBoris = last;
      Pair.eventually(
          () -> assertThat(marked(pair.chat(), pair.borisHimself())).isEqualTo(toBoris));
    }
  }
}
