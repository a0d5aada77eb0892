package io.vestnik.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Pair;
import io.vestnik.TestServer;
import io.vestnik.model.SystemClock;
import io.vestnik.store.DatabaseUrl;
import io.vestnik.store.PostgresStore;
import io.vestnik.wire.Event;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Another copy of the database takes over at the same address, as a standby does (protocol §7,
/// "reset").
class FailoverTest {
  @TempDir private Path folder;
  private PostgresCopies copies;
  private int port;
  private EmbeddedPostgres database;
  private TestServer server;
  private Pair pair;

  @BeforeEach
  void start() throws IOException {
    copies = new PostgresCopies(folder);
    port = PostgresCopies.freePort();
    database = copies.run("first", port);
    server = server();
    pair = Pair.of(server, "person");
  }

  @AfterEach
  void stop() throws IOException {
    pair.close();
    server.close();
    database.close();
  }

  private TestServer server() {
    String url = "postgresql://postgres@127.0.0.1:" + port + "/postgres";
    var settings = new PostgresStore.Settings(DatabaseUrl.parse(url, null), 6);
    return TestServer.start(new SystemClock(), config -> config.with(settings));
  }

  // A copy as it now is, while nobody writes; the database comes back after it.
  private void copy(String from, String to) throws IOException {
    database.close();
    copies.copy(from, to);
    database = copies.run(from, port);
    isBack();
  }

  private void failOver(String to) throws IOException {
    database.close();
    database = copies.run(to, port);
    isBack();
  }

  private void isBack() {
    Awaitility.await().until(() -> server.server().store().ready());
  }

  @Test
  @Tag("long")
  void aCopyThatHasAllChangesNothing() throws IOException {
    pair.send(pair.anna(), "kept");
    copy("first", "second");
    Talk listener = pair.listening(pair.borisHimself());
    String cursor = listener.call("sync").text("cursor");
    failOver("second");
    Awaitility.await()
        .until(() -> PostgresCopies.ask(database, "select past from dataset").endsWith("2"));
    long sent = pair.send(pair.anna(), "on");
    assertThat(listener.nextEvent("message").number("message.message_id")).isEqualTo(sent);
    Reply caughtUp = listener.call("sync", "cursor", cursor).expect("200");
    assertThat(caughtUp.truth("reset")).isFalse();
    assertThat(caughtUp.numbers("events[].event_id")).containsExactly(sent);
  }

  @Test
  void aCopyThatLacksTheLastMessagesMakesClientsBeginAnew() throws IOException {
    pair.send(pair.anna(), "kept");
    copy("first", "second");
    String cursor = pair.boris().call("sync").text("cursor");
    Talk listener = pair.listening(pair.borisHimself());
    List<Long> lost = List.of(pair.send(pair.anna(), "lost"), pair.send(pair.anna(), "lost too"));
    Event heard = listener.nextEvent("message");
    assertThat(heard.number("event_id")).isEqualTo(lost.getFirst());
    failOver("second");
    assertThat(listener.client().awaitCloseAfterText().code()).isEqualTo(1013);
    assertThat(pair.boris().call("sync", "cursor", cursor).expect("200").truth("reset")).isTrue();
    assertThat(pair.send(pair.anna(), "another")).isEqualTo(lost.getFirst());
    Reply anew = pair.boris().call("sync").expect("200");
    assertThat(anew.number("chats[0].last_event_id")).isEqualTo(lost.getFirst());
  }

  @Test
  void aServerThatBeginsOnAnotherCopyTrustsNoCursor() throws IOException {
    copy("first", "second");
    String cursor = pair.boris().call("sync").text("cursor");
    pair.close();
    server.close();
    database.close();
    database = copies.run("second", port);
    server = server();
    try (Talk boris = pair.borisHimself().talk(server)) {
      assertThat(boris.call("sync", "cursor", cursor).expect("200").truth("reset")).isTrue();
    }
  }
}
