package io.vestnik.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.ChildServer;
import io.vestnik.TestPostgres;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program in a process of its own, with its data in PostgreSQL.
class DatabaseServerTest {
  private static final String PASSWORD = "a secret of the operator";

  private final String database = TestPostgres.empty();
  private final String url = "postgresql://postgres@127.0.0.1:" + TestPostgres.port() + "/";
  private @TempDir Path folder;

  @AfterEach
  void drop() {
    TestPostgres.drop(database);
  }

  private static ChildServer serve(String... more) {
    String[] arguments = {"serve", "--listen", "127.0.0.1:0", "--limits", "off", more[0], more[1]};
    return ChildServer.of(Map.of("VESTNIK_DATABASE_PASSWORD", PASSWORD), arguments);
  }

  private static long writeToOneself(Talk talk, String text) {
    long notes = talk.chatWith(talk.userId());
    talk.call("sendMessage", "chat_id", notes, "content", text, "content_type", "text")
        .expect("200");
    return notes;
  }

  private static void reads(ChildServer server, String token, long notes, String... texts) {
    try (Talk talk = server.talk().signedInAs(token)) {
      Reply all = talk.call("getMessages", "chat_id", notes).expect("200");
      assertThat(all.texts("messages[].content")).containsExactly(texts);
    }
  }

  @Test
  void whatWasAnsweredIsThereAfterAKill() {
    String token;
    long notes;
    try (ChildServer server = serve("--database", url + database);
        Talk talk = server.talk().register("anna")) {
      notes = writeToOneself(talk, "kept");
      token = talk.token();
      server.kill();
    }
    try (ChildServer server = serve("--database", url + database)) {
      reads(server, token, notes, "kept");
      server.signal("TERM");
      assertThat(server.status()).isZero();
      assertThat(server.output()).contains("database 127.0.0.1:").doesNotContain(PASSWORD);
      assertThat(server.errors()).doesNotContain(PASSWORD);
    }
  }

  @Test
  void oneThatIsNotThereIsToldInALine() {
    TestPostgres.drop(database);
    try (ChildServer server = serve("--database", url + database)) {
      assertThat(server.status()).isEqualTo(1);
      assertThat(server.errors())
          .contains("Cannot use the database 127.0.0.1:" + TestPostgres.port() + "/" + database)
          .doesNotContain(PASSWORD, "\tat ");
    }
  }

  @Test
  void whatIsInAFolderGoesToADatabaseAndBack() {
    String token;
    long notes;
    try (ChildServer server = serve("--data", folder.resolve("one").toString());
        Talk talk = server.talk().register("anna")) {
      notes = writeToOneself(talk, "from SQLite");
      token = talk.token();
      server.signal("TERM");
      assertThat(server.status()).isZero();
    }
    migrate(folder.resolve("one").toString(), url + database);
    try (ChildServer server = serve("--database", url + database)) {
      reads(server, token, notes, "from SQLite");
      server.signal("TERM");
      assertThat(server.status()).isZero();
    }
    migrate(url + database, folder.resolve("two").toString());
    try (ChildServer server = serve("--data", folder.resolve("two").toString())) {
      reads(server, token, notes, "from SQLite");
    }
  }

  private static void migrate(String from, String to) {
    try (ChildServer program = ChildServer.of(Map.of(), "migrate", "--from", from, "--to", to)) {
      assertThat(program.status()).isZero();
      assertThat(program.output())
          .contains("Copied 1 users, 1 chats and 2 log entries, and compared them.");
      assertThat(program.errors()).contains("Copied entries: 2 rows", "Compared entries: 2 rows");
    }
  }
}
