package io.vestnik.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Pair;
import io.vestnik.TestPostgres;
import io.vestnik.TestServer;
import io.vestnik.model.SystemClock;
import io.vestnik.store.Gate;
import io.vestnik.wire.Event;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The database goes away under a server: who is connected stays so, is told in time, and goes on
/// when it is back (protocol §2, 503).
class DatabaseAwayTest {
  private static final Duration IN_TIME = Duration.ofSeconds(5);

  private final String database = TestPostgres.fresh();
  private Gate gate;
  private TestServer server;
  private Pair pair;

  @BeforeEach
  void start() throws IOException {
    gate = new Gate(TestPostgres.port());
    var settings = TestPostgres.settings(database, gate.port());
    server = TestServer.start(new SystemClock(), config -> config.with(settings));
    pair = Pair.of(server, "person");
  }

  @AfterEach
  void stop() throws IOException {
    gate.open();
    pair.close();
    server.close();
    gate.close();
    TestPostgres.drop(database);
  }

  private int readiness() {
    URI address = URI.create("http://127.0.0.1:" + server.port() + "/health/ready");
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void isRefused(Reply reply) {
    reply.expect("503", "storageAway", null);
    assertThat(reply.truth("error.temporary")).isTrue();
  }

  private Reply send(Talk talk, String text) {
    return pair.ask(
        talk,
        "sendMessage",
        "content",
        text,
        "content_type",
        "text",
        "client_message_id",
        "key of " + text);
  }

  private void refusesInTime() {
    long before = System.nanoTime();
    isRefused(send(pair.anna(), "while it is away"));
    isRefused(pair.anna().call("getChats"));
    isRefused(pair.ask(pair.anna(), "markRead", "message_id", 1));
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(IN_TIME);
    Awaitility.await().atMost(IN_TIME).until(() -> readiness() == 503);
    assertThat(pair.anna().call("checkConnection").status()).isEqualTo("200");
  }

  private void isBackInTime(Talk listener) {
    Awaitility.await().atMost(IN_TIME).until(() -> readiness() == 200);
    send(pair.anna(), "after it").expect("200");
    assertThat(listener.nextEvent("message").text("message.content")).isEqualTo("after it");
  }

  @Test
  void oneThatIsShutIsToldAndConnectionsStay() {
    Talk listener = pair.listening(pair.borisHimself());
    gate.shut();
    refusesInTime();
    gate.open();
    isBackInTime(listener);
  }

  @Test
  void oneThatHangsIsToldAndConnectionsStay() {
    Talk listener = pair.listening(pair.borisHimself());
    gate.hang();
    refusesInTime();
    gate.open();
    isBackInTime(listener);
  }

  /// Nobody can tell what became of the commit; who listens hears of it all the same, and the
  /// sender learns it by asking again.
  @Test
  void aCommitOfUnknownOutcomeIsHeardOf() {
    Talk listener = pair.listening(pair.borisHimself());
    send(pair.anna(), "before").expect("200");
    listener.nextEvent("message");
    gate.cutAtCommit();
    send(pair.anna(), "unknown").expect("503", "outcomeUnknown", null);
    gate.open();
    Event heard = listener.nextEvent("message");
    assertThat(heard.text("message.content")).isEqualTo("unknown");
    Awaitility.await().atMost(IN_TIME).until(() -> readiness() == 200);
    Reply again = send(pair.anna(), "unknown").expect("200");
    assertThat(again.truth("duplicate")).isTrue();
    assertThat(again.number("event_id")).isEqualTo(heard.number("event_id"));
  }
}
