package io.vestnik.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Opened;
import io.vestnik.Pair;
import io.vestnik.TestServer;
import io.vestnik.client.transport.Transport;
import io.vestnik.client.transport.WebSocketTransport;
import io.vestnik.model.SystemClock;
import io.vestnik.store.DatabaseUrl;
import io.vestnik.store.Gate;
import io.vestnik.store.PostgresStore;
import io.vestnik.wire.Talk;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Another copy of the database takes over under two servers, each of which has a way to it of its
/// own: one may come there before the other.
@Tag("once")
class FailoverOfTwoTest {
  @TempDir private Path folder;
  private final Opened opened = new Opened();
  private PostgresCopies copies;
  private EmbeddedPostgres first;
  private int secondPort;
  private Site one;
  private Site other;

  /// A server and its way to the database.
  private record Site(Gate gate, TestServer server) {
    void isBack() {
      Awaitility.await().until(() -> server.server().store().ready());
    }

    void cutOff() {
      gate.shut();
      Awaitility.await().until(() -> !server.server().store().ready());
    }

    void leadTo(int port) {
      gate.leadTo(port);
      gate.open();
      isBack();
    }
  }

  @BeforeEach
  void start() throws IOException {
    copies = new PostgresCopies(folder);
    secondPort = PostgresCopies.freePort();
    int port = PostgresCopies.freePort();
    first = copies.run("first", port);
    one = site(port);
    other = site(port);
  }

  @AfterEach
  void stop() throws IOException {
    opened.close();
    first.close();
  }

  private Site site(int port) throws IOException {
    Gate gate = opened.add(new Gate(port));
    String url = "postgresql://postgres@127.0.0.1:" + gate.port() + "/postgres";
    var settings = new PostgresStore.Settings(DatabaseUrl.parse(url, null), 6);
    return new Site(
        gate, opened.add(TestServer.start(new SystemClock(), config -> config.with(settings))));
  }

  // A copy as it now is, while nobody writes; the database comes back after it.
  private void copy() throws IOException {
    int port = first.getPort();
    first.close();
    copies.copy("first", "second");
    first = copies.run("first", port);
    one.isBack();
    other.isBack();
  }

  // One that from now on has all that is answered.
  private EmbeddedPostgres standby() throws IOException {
    int port = first.getPort();
    first.close();
    copies.copyToFollow("first", "second", port);
    first = copies.run("first", port, Map.of("synchronous_standby_names", "walreceiver"));
    EmbeddedPostgres standby = opened.add(copies.run("second", secondPort, Map.of()));
    one.isBack();
    other.isBack();
    return standby;
  }

  private Talk listening(Site site, Talk user) {
    Talk talk = another(site, user);
    talk.call("subscribe").expect("200");
    return talk;
  }

  private Talk another(Site site, Talk user) {
    return opened.add(Talk.with(site.server.port()).signedInAs(user.token()));
  }

  private Talk user(Site site, String name) {
    return opened.add(Talk.with(site.server.port()).register(name));
  }

  private void beginsAnew(Site site, Talk user, String cursor) {
    assertThat(another(site, user).call("sync", "cursor", cursor).expect("200").truth("reset"))
        .isTrue();
  }

  /// What was answered is on the standby already. The first is killed while both servers write, and
  /// one of them comes to the second later.
  @Test
  @Tag("long")
  void aStandbyThatHasAllTakesOverUnderLoad() throws Exception {
    EmbeddedPostgres second = standby();
    Talk anna = user(one, "anna");
    Talk boris = user(other, "boris");
    long chat = anna.chatWith(boris.userId());
    String cursor = anna.call("sync").text("cursor");
    Pulse annas = opened.add(new Pulse(another(one, anna), chat, "anna's"));
    Pulse boriss = opened.add(new Pulse(another(other, boris), chat, "boris's"));
    try (HttpClient http = HttpClient.newHttpClient();
        Chatter chatter =
            new Chatter(way(one, http), user(one, "vera"), way(other, http), user(other, "gleb"))) {
      chatter.more(50);
      one.gate.shut();
      other.gate.shut();
      copies.kill("first");
      PostgresCopies.ask(second, "select pg_promote()");
      one.leadTo(secondPort);
      Awaitility.await().until(() -> annas.longest().isPositive());
      other.leadTo(secondPort);
      chatter.more(50).stopAndCompare();
    }
    Pulse.stopAndCompare(annas, boriss, anna);
    assertThat(another(other, anna).call("sync", "cursor", cursor).truth("reset")).isFalse();
  }

  private static Transport way(Site site, HttpClient http) {
    return WebSocketTransport.to(URI.create("ws://127.0.0.1:" + site.server.port() + "/ws"), http);
  }

  /// Both servers have told of what is not there.
  @Test
  void aStaleCopyMakesTheClientsOfBothBeginAnew() throws IOException {
    Talk anna = user(one, "anna");
    Talk boris = user(other, "boris");
    long chat = anna.chatWith(boris.userId());
    copy();
    String cursor = another(other, boris).call("sync").text("cursor");
    Talk here = listening(one, anna);
    Talk there = listening(other, boris);
    long lost = Pair.send(another(one, anna), chat, "lost");
    for (Talk talk : List.of(here, there)) {
      assertThat(talk.nextEvent("message").number("event_id")).isEqualTo(lost);
    }
    one.cutOff();
    other.cutOff();
    opened.add(copies.run("second", secondPort));
    one.leadTo(secondPort);
    assertThat(here.client().awaitCloseAfterText().code()).isEqualTo(1013);
    assertThat(Pair.send(another(one, anna), chat, "another")).isEqualTo(lost);
    other.leadTo(secondPort);
    beginsAnew(other, boris, cursor); // although this server cannot have looked yet
    assertThat(there.client().awaitCloseAfterText().code()).isEqualTo(1013);
    beginsAnew(one, anna, cursor);
  }

  /// The one that comes first has told of nothing that is not there: it goes on, until the other,
  /// which has, comes too.
  @Test
  @Tag("long")
  void whatOnlyTheLaterServerMissesMakesTheClientsOfBothBeginAnew() throws IOException {
    Talk anna = user(one, "anna");
    Talk boris = user(other, "boris");
    long chat = anna.chatWith(boris.userId());
    copy();
    String cursor = another(other, boris).call("sync").text("cursor");
    Talk here = listening(one, anna);
    Talk there = listening(other, boris);
    one.cutOff();
    long lost = Pair.send(another(other, boris), chat, "lost");
    assertThat(there.nextEvent("message").number("event_id")).isEqualTo(lost);
    other.cutOff();
    opened.add(copies.run("second", secondPort));
    one.leadTo(secondPort);
    assertThat(Pair.send(another(one, anna), chat, "another")).isEqualTo(lost);
    assertThat(here.nextEvent("message").text("message.content")).isEqualTo("another");
    other.leadTo(secondPort);
    assertThat(there.client().awaitCloseAfterText().code()).isEqualTo(1013);
    assertThat(here.client().awaitCloseAfterText().code()).isEqualTo(1013);
    beginsAnew(one, anna, cursor);
    beginsAnew(other, boris, cursor);
  }
}
