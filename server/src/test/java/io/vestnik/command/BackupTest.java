package io.vestnik.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Config;
import io.vestnik.TestServer;
import io.vestnik.model.SystemClock;
import io.vestnik.store.Copies;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// A copy is of one moment, made while the server goes on, and checked; what is restored from it is
/// another data set (protocol §7, `reset`).
class BackupTest {
  @TempDir private Path folder;

  private final StringWriter said = new StringWriter();

  private int run(Object command, Object... arguments) {
    CommandLine line = new CommandLine(command);
    line.setErr(new PrintWriter(said, true));
    line.setExecutionExceptionHandler((e, one, _) -> {
      one.getErr().println(e.getMessage());
      return 1;
    });
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    return line.execute(words);
  }

  private static long notes(Talk anna) {
    return anna.chatWith(anna.userId());
  }

  private static Reply send(Talk talk, long chat, String content) {
    return talk.call("sendMessage", "chat_id", chat, "content", content, "content_type", "text");
  }

  @Test
  void aCopyMadeUnderLoadHoldsAllThatWasAnsweredBeforeAndIsWithoutGaps() throws Exception {
    Path copy = folder.resolve("copy.db");
    long before;
    try (TestServer server = TestServer.start();
        Talk anna = server.talk().register("anna")) {
      long chat = notes(anna);
      before = send(anna, chat, "before").number("message_id");
      AtomicBoolean copied = new AtomicBoolean();
      Thread copying =
          Thread.ofVirtual()
              .start(() -> {
                run(new Backup(), "--data", server.folder(), "--to", copy);
                copied.set(true);
              });
      while (!copied.get()) {
        send(anna, chat, "meanwhile").expect("200");
      }
      copying.join();
    }
    Copies.Contents contents = Copies.check(copy);
    assertThat(contents.users()).isEqualTo(1);
    assertThat(contents.entries()).isGreaterThanOrEqualTo(before);
    assertThat(Files.exists(folder.resolve("copy.db.part"))).isFalse();
  }

  @Test
  void whatIsRestoredIsAnotherDataSetThatClientsBeginAnewWith() {
    Path copy = folder.resolve("copy.db");
    Path restored = folder.resolve("restored");
    String token;
    long chat;
    String cursor;
    try (TestServer server = TestServer.start();
        Talk anna = server.talk().register("anna")) {
      token = anna.token();
      chat = notes(anna);
      send(anna, chat, "kept").expect("200");
      assertThat(run(new Backup(), "--data", server.folder(), "--to", copy)).isZero();
      send(anna, chat, "lost").expect("200");
      cursor = anna.call("sync").text("cursor");
      assertThat(run(new Backup(), "--data", server.folder(), "--to", copy)).isEqualTo(1);
      assertThat(said.toString()).contains("exists already");
      assertThat(run(new Restore(), "--from", copy, "--data", server.folder())).isEqualTo(1);
      assertThat(said.toString()).contains("Another server is using");
    }
    assertThat(run(new Restore(), "--from", copy, "--data", restored)).isZero();
    assertThat(run(new Restore(), "--from", copy, "--data", restored)).isEqualTo(1);
    assertThat(said.toString()).contains("holds data already");
    assertThat(run(new Restore(), "--from", copy, "--data", restored, "--replace")).isZero();
    assertThat(restored.resolve("vestnik.db.replaced")).exists();
    try (TestServer server = TestServer.start(new SystemClock(), _ -> Config.of(restored));
        Talk anna = server.talk().signedInAs(token)) {
      assertThat(anna.call("getMessages", "chat_id", chat).texts("messages[].content"))
          .containsExactly("kept");
      Reply sync = anna.call("sync", "cursor", cursor).expect("200");
      assertThat(sync.truth("reset")).isTrue();
      assertThat(sync.list("chats")).isEmpty();
    }
  }

  @Test
  void whatIsNoSoundCopyIsRefusedAndNothingIsChanged() throws IOException, SQLException {
    Path nothing = folder.resolve("nothing.db");
    assertThat(run(new Restore(), "--from", nothing, "--data", folder.resolve("a"))).isEqualTo(1);
    Files.writeString(nothing, "this is no database, whatever its name says");
    assertThat(run(new Restore(), "--from", nothing, "--data", folder.resolve("a"))).isEqualTo(1);
    assertThat(folder.resolve("a").resolve("vestnik.db")).doesNotExist();
    assertThat(run(new Backup(), "--data", folder, "--to", folder.resolve("b.db"))).isEqualTo(1);
    Path copy = folder.resolve("copy.db");
    try (TestServer server = TestServer.start();
        Talk anna = server.talk().register("anna")) {
      send(anna, notes(anna), "one").expect("200");
      assertThat(run(new Backup(), "--data", server.folder(), "--to", copy)).isZero();
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
        var statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("delete from entries where event_id = 1")).isEqualTo(1);
    }
    assertThat(run(new Restore(), "--from", copy, "--data", folder.resolve("a"))).isEqualTo(1);
    assertThat(said.toString()).contains("gaps in the logs of 1 chats");
    assertThat(folder.resolve("a").resolve("vestnik.db")).doesNotExist();
  }
}
