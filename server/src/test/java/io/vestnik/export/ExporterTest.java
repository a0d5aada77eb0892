package io.vestnik.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestnik.Crowd;
import io.vestnik.ManualClock;
import io.vestnik.Pair;
import io.vestnik.SharedData;
import io.vestnik.TestServer;
import io.vestnik.file.HttpGetter;
import io.vestnik.file.StoredExport;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Exports;
import io.vestnik.table.account.Exports.Job;
import io.vestnik.wire.Json;
import io.vestnik.wire.Talk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Exports on several nodes: each gives what another has made, and finishes what another has begun.
class ExporterTest {
  private static final String FILE = "the-file";
  private static final int MANY = 2_000;

  private final ManualClock clock = new ManualClock();
  private final List<TestServer> servers = new ArrayList<>();
  private @TempDir Path folder;
  private SharedData data;
  private TestServer here;
  private Crowd.Person anna;

  @BeforeEach
  void start() {
    data = new SharedData(folder.resolve("data"));
    here = server();
    anna = Crowd.of(here, "anna", 1).getFirst();
  }

  private TestServer server() {
    TestServer server = TestServer.on(data, clock, UnaryOperator.identity());
    servers.add(server);
    return server;
  }

  @AfterEach
  void stop() {
    servers.reversed().forEach(TestServer::close);
    data.close();
  }

  private static <T> T write(TestServer server, Store.Work<T> work) {
    return server.server().store().write(work);
  }

  private static void ask(TestServer server, String fileId, long userId) {
    write(
        server,
        tx -> {
          tx.accounts().exports().add(fileId, userId, server.millis());
          return 0;
        });
  }

  private static Exported got(TestServer server, String fileId, String token) {
    try (HttpGetter http = new HttpGetter(server)) {
      return Exported.get(http, fileId, token);
    }
  }

  @Test
  void isMadeByOneNodeAndGivenAndToldByAll() {
    TestServer there = server();
    try (Talk one = anna.talk(here);
        Talk other = anna.talk(there)) {
      one.call("subscribe").expect("200");
      other.call("subscribe").expect("200");
      ask(here, FILE, anna.id());
      assertThat(one.nextEvent("exportReady").text("file_id")).isEqualTo(FILE);
      assertThat(other.nextEvent("exportReady").text("file_id")).isEqualTo(FILE);
      String link = other.call("getFileLink", "file_id", FILE).expect("200").text("url");
      try (HttpGetter http = new HttpGetter(here)) {
        assertThat(http.get(link, null).body()).isEqualTo(got(there, FILE, anna.token()).bytes());
      }
    }
  }

  @Test
  void isTakenOverFromANodeThatIsDead() {
    Job job =
        StoredExport.begun(
            here, FILE, anna.id(), clock.millis() + Duration.ofSeconds(30).toMillis());
    for (int number : new int[] {0, 1, 7}) {
      write(
          here,
          tx -> {
            tx.accounts().exports().addPart(job.fileId(), number, new byte[] {1, 2, 3});
            return 0;
          });
    }
    clock.advance(Duration.ofSeconds(29));
    assertThat(isDue()).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(got(here, FILE, anna.token()).account()).containsEntry("user_id", anna.id());
  }

  private boolean isDue() {
    return here.server().store().read(tx -> tx.accounts().exports().isDue(clock.millis()));
  }

  @Test
  void isMadeAfterARestartInTheMidstOfIt() {
    try (Talk talk = anna.talk(here)) {
      long notes = Pair.chat(talk, anna);
      talk.postAll(
          "sendMessage",
          IntStream.range(0, MANY)
              .mapToObj(
                  i -> Json.object("chat_id", notes, "content", "m" + i, "content_type", "text"))
              .toList());
      IntStream.range(0, MANY).forEach(_ -> talk.next().expect("200"));
    }
    ask(here, FILE, anna.id());
    Pair.eventually(() -> assertThat(isDue()).isFalse());
    here.close();
    servers.clear();
    // The clock stands still: no lease runs out.
    assertThat(got(server(), FILE, anna.token()).list("messages.json")).hasSize(MANY);
  }

  @Test
  void whoHasLostItWritesNothingMore() {
    Job job = StoredExport.begun(here, FILE, anna.id(), Long.MAX_VALUE);
    Store store = here.server().store();
    assertThatThrownBy(() -> new Making(store, clock, "other", job, () -> false).run())
        .isInstanceOf(Making.Stopped.class);
    write(
        here,
        tx -> {
          tx.accounts().exports().release(anna.id());
          return 0;
        });
    assertThatThrownBy(
            () -> new Making(store, clock, StoredExport.ELSEWHERE, job, () -> false).run())
        .isInstanceOf(Making.Stopped.class);
    Pair.eventually(() -> assertThat(write(here, this::isGone)).isTrue());
  }

  private boolean isGone(Tx tx) {
    Exports exports = tx.accounts().exports();
    return exports.removeParts(FILE, 1) == 0 && !exports.isAnythingOver(clock.millis());
  }
}
