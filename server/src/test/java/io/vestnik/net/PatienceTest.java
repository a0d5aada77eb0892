package io.vestnik.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.Channel;
import io.vestnik.wire.WireClient;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How long a silent connection is kept, and how much trouble one may make (protocol §1
/// "keep-alive" and close code 4400).
class PatienceTest {
  private static final int TOO_MUCH = 500;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private OwnServer server;
  private WireClient client;

  @BeforeEach
  void start() {
    server = new OwnServer();
    client = server.connect();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private void isServed() {
    client.send(OddModes.ask("at-once", 1, 1));
    assertThat(Ask.status(client.receive())).isEqualTo("200");
  }

  private void isSilentFor(Duration time) {
    Channel channel = server.awaitChannelOf(client);
    OwnServer.tick(channel);
    server.clock.advance(time);
    OwnServer.tick(channel);
  }

  private void isClosedForSilence() {
    assertThat(client.awaitClose().code()).isEqualTo(1008);
    client.awaitEnd();
  }

  private void signedIn(String token, String status) {
    client.send(Ask.text("signed-in", "n", 1, "size", 1, "token", token));
    assertThat(Ask.status(client.receive())).isEqualTo(status);
  }

  @Test
  void aStrangerMayBeSilentForTenMinutes() {
    isServed();
    isSilentFor(Duration.ofMinutes(10));
    isServed();
    isSilentFor(Duration.ofMinutes(10));
    isServed();
  }

  @Test
  void aStrangerSilentForLongerIsClosed() {
    isServed();
    isSilentFor(Duration.ofMinutes(10).plusMillis(1));
    isClosedForSilence();
  }

  @Test
  void oneWhoNeverSaidAnythingIsClosed() {
    isSilentFor(Duration.ofMinutes(10).plusMillis(1));
    isClosedForSilence();
  }

  @Test
  void oneWithAValidTokenMayBeSilentForADay() {
    signedIn(OwnServer.TOKEN, "200");
    isSilentFor(Duration.ofHours(24));
    isServed();
    isSilentFor(Duration.ofHours(24));
    isServed();
  }

  @Test
  void oneWithAValidTokenSilentForLongerIsClosed() {
    signedIn(OwnServer.TOKEN, "200");
    isSilentFor(Duration.ofHours(24).plusMillis(1));
    isClosedForSilence();
  }

  @Test
  void aWrongTokenBuysNoTime() {
    signedIn("a-token-of-nobody", "401");
    isSilentFor(Duration.ofMinutes(10).plusMillis(1));
    isClosedForSilence();
  }

  @Test
  void aPingBreaksTheSilence() {
    isSilentFor(Duration.ofMinutes(9));
    client.ping(new byte[0]);
    client.receiveFrame();
    isSilentFor(Duration.ofMinutes(9));
    isServed();
  }

  @Test
  void oneWhoseRequestTakesLongIsNotSilent() {
    client.send(OddModes.ask("held", 1, 1));
    Channel channel = server.awaitChannelOf(client);
    await().until(() -> OwnServer.ask(channel, Connection::requestsWaiting) == 1);
    isSilentFor(Duration.ofMinutes(11));
    server.modes.held.release();
    assertThat(Ask.status(client.receive())).isEqualTo("200");
  }

  /// Sends so many malformed requests, and reads their answers.
  private void makeTrouble(int count) {
    client.sendAll(Collections.nCopies(count, "{"));
    for (int i = 0; i < count; i++) {
      assertThat(Ask.status(client.receive())).isEqualTo("400");
    }
  }

  private void isClosedForTrouble() {
    assertThat(client.awaitClose().code()).isEqualTo(4400);
    client.awaitEnd();
  }

  @Test
  void the500thMalformedRequestOfAMinuteClosesTheConnection() {
    makeTrouble(TOO_MUCH - 1);
    isServed();
    makeTrouble(1);
    isClosedForTrouble();
  }

  @Test
  void troubleSpreadOverMoreThanAMinuteIsBorne() {
    makeTrouble(TOO_MUCH - 1);
    server.clock.advance(MINUTE);
    makeTrouble(TOO_MUCH - 1);
    server.clock.advance(MINUTE);
    makeTrouble(TOO_MUCH - 1);
    isServed();
  }

  @Test
  void anyMinuteCountsWhereverItBegins() {
    makeTrouble(1);
    server.clock.advance(MINUTE.minusSeconds(5));
    makeTrouble(TOO_MUCH - 2);
    server.clock.advance(Duration.ofSeconds(10));
    makeTrouble(1);
    isServed();
    makeTrouble(1);
    isClosedForTrouble();
  }

  @Test
  void otherRefusalsAreNoTrouble() {
    client.sendAll(Collections.nCopies(2 * TOO_MUCH, OddModes.ask("nonsense", 1, 1)));
    for (int i = 0; i < 2 * TOO_MUCH; i++) {
      assertThat(Ask.status(client.receive())).isEqualTo("501");
    }
    isServed();
  }
}
