package io.vestnik.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Config;
import io.vestnik.Crowd;
import io.vestnik.ManualClock;
import io.vestnik.Refusals;
import io.vestnik.TestPostgres;
import io.vestnik.TestServer;
import io.vestnik.protocol.Limits;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// `findUsers`: users by the beginnings of their names.
class FindUsersTest {
  @AutoClose private static final TestServer server = TestServer.start();

  private static List<String> found(Talk talk, String query) {
    return talk.call("findUsers", "query", query).expect("200").texts("users[].username");
  }

  @Test
  void findsThoseWhoseNamesBeginSoInTheirOrder() {
    List<Crowd.Person> crowd = Crowd.of(server, "quill", 3);
    Crowd.of(server, "quilt", 1);
    Crowd.of(server, "jonquil", 1);
    try (Talk anna = crowd.getFirst().talk(server)) {
      anna.call("setProfile", "about", "I write").expect("200");
      Reply all = Answers.hasFields(anna.call("findUsers", "query", "quil"), "users", "has_more");
      assertThat(all.texts("users[].username"))
          .containsExactly("quill0", "quill1", "quill2", "quilt0");
      assertThat(all.numbers("users[].user_id")).startsWith(crowd.getFirst().id());
      assertThat(all.texts("users[].about")).containsExactly("I write");
      assertThat(all.truth("has_more")).isFalse();
      Reply first = anna.call("findUsers", "query", "quil", "limit", 2).expect("200");
      assertThat(first.texts("users[].username")).containsExactly("quill0", "quill1");
      assertThat(first.truth("has_more")).isTrue();
      assertThat(found(anna, "quill1")).containsExactly("quill1");
      assertThat(found(anna, "quill1x")).isEmpty();
    }
  }

  @Test
  void findsWhateverTheCaseAndTheScript() {
    try (Talk gleb = server.talk().register("Глеб-Петров")) {
      assertThat(found(gleb, "гЛе")).containsExactly("Глеб-Петров");
      assertThat(found(gleb, "Глеб-")).containsExactly("Глеб-Петров");
      assertThat(found(gleb, "глеб-петров")).containsExactly("Глеб-Петров");
    }
  }

  @Test
  void takesNoCharacterForAnother() {
    try (Talk talk = server.talk().register("under_score")) {
      for (String query : List.of("un%", "u_der", "un*", "a b", "'; --", "x".repeat(320))) {
        assertThat(found(talk, query)).isEmpty();
      }
      assertThat(found(talk, "under_")).containsExactly("under_score");
    }
  }

  @Test
  void leavesOutDeletedAccounts() {
    try (Talk vera = server.talk().register("transient");
        Talk gleb = server.talk().register("transit")) {
      assertThat(found(gleb, "trans")).hasSize(2);
      vera.call("deleteAccount", "password", Talk.PASSWORD).expect("200");
      assertThat(found(gleb, "trans")).containsExactly("transit");
      assertThat(found(gleb, "deleted")).isEmpty();
    }
  }

  @Test
  void asksTheIndexAlone() throws Exception {
    String select = "select id from users where username_key >= 'an' and username_key < 'ao'";
    try (Connection database = server.database();
        Statement statement = database.createStatement()) {
      if (TestPostgres.isWanted()) {
        statement.execute("set enable_seqscan = off");
      }
      String plan = "";
      String explain = TestPostgres.isWanted() ? "explain " : "explain query plan ";
      try (ResultSet rows = statement.executeQuery(explain + select + " order by username_key")) {
        while (rows.next()) {
          plan += rows.getString(rows.getMetaData().getColumnCount()) + "\n";
        }
      }
      assertThat(plan)
          .contains("users_username")
          .containsPattern("username_key *>")
          .doesNotContain("Sort", "TEMP B-TREE");
    }
  }

  @Test
  void isLimitedAndMayBeSwitchedOff() {
    ManualClock clock = new ManualClock();
    try (TestServer strict = TestServer.start(clock, config -> config.with(Limits.DEFAULT));
        Talk anna = strict.talk().register("anna")) {
      for (int i = 0; i < 30; i++) {
        anna.call("findUsers", "query", "an").expect("200");
      }
      anna.call("findUsers", "query", "an").expect("429", "throttled");
      anna.call("getProfile").expect("200");
    }
    try (TestServer off = TestServer.start(clock, FindUsersTest::withoutSearch);
        Talk anna = off.talk().register("anna")) {
      anna.call("findUsers", "query", "an").expect("501", "notSetUp");
      assertThat(anna.call("getServerInfo").truth("features.find_users")).isFalse();
    }
  }

  private static Config withoutSearch(Config c) {
    return new Config(
        c.listen(),
        c.data(),
        c.database(),
        c.name(),
        c.registration(),
        false,
        c.mail(),
        c.origins(),
        c.proxies(),
        c.maxConnections(),
        c.shutdownTime(),
        c.limits());
  }

  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    try (Talk boris = server.talk().register("boris")) {
      Refusals.of(boris, "findUsers", "query", "bo")
          .withoutToken()
          .withoutTimestamp()
          .missing("query")
          .text("query")
          .wrong("query", "422", "range", "", "b")
          .wrong("query", "413", "tooLong", "x".repeat(321))
          .limit();
    }
  }
}
