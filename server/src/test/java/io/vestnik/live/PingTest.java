package io.vestnik.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Crowd;
import io.vestnik.ManualClock;
import io.vestnik.TestServer;
import io.vestnik.wire.Frame;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A subscribed connection is asked whether it is there, and must answer within a minute.
@Tag("once")
class PingTest {
  private static final int PING = 0x9;
  private static final int PONG = 0xA;

  private final ManualClock clock = new ManualClock();
  private final TestServer server = TestServer.start(clock, UnaryOperator.identity());
  private final List<Crowd.Person> people = Crowd.of(server, "someone", 2);

  @AfterEach
  void stop() {
    server.close();
  }

  private Talk subscribed() {
    Talk talk = people.getFirst().talk(server);
    talk.call("subscribe").expect("200");
    return talk;
  }

  @Test
  void oneThatAnswersLives() {
    try (Talk talk = subscribed()) {
      for (int i = 0; i < 5; i++) {
        clock.advance(Duration.ofSeconds(20));
        Frame ping = talk.client().receiveFrame();
        assertThat(ping.opcode()).isEqualTo(PING);
        talk.client().sendFrame(PONG, true, 0, ping.payload());
        talk.call("checkToken").expect("200");
      }
    }
  }

  @Test
  void oneThatAnswersNoneForAMinuteIsClosed() {
    try (Talk talk = subscribed()) {
      clock.advance(Duration.ofSeconds(20));
      assertThat(talk.client().receiveFrame().opcode()).isEqualTo(PING);
      clock.advance(Duration.ofSeconds(20));
      assertThat(talk.client().receiveFrame().opcode()).isEqualTo(PING);
      clock.advance(Duration.ofSeconds(20));
      assertThat(talk.client().receiveFrame().opcode()).isEqualTo(PING);
      assertThat(server.server().connections()).isEqualTo(1);
      clock.advance(Duration.ofSeconds(1));
      Frame last = talk.client().receiveFrame();
      assertThat(last.opcode()).isEqualTo(0x8);
    }
    Awaitility.await().until(() -> server.server().connections() == 0);
  }

  @Test
  void anythingThatItSaysCounts() {
    try (Talk talk = subscribed()) {
      for (int i = 0; i < 4; i++) {
        clock.advance(Duration.ofSeconds(19));
        talk.call("checkToken").expect("200");
      }
    }
  }

  @Test
  void oneThatIsNotSubscribedIsLeftAlone() {
    try (Talk talk = subscribed();
        Talk other = people.getLast().talk(server)) {
      talk.call("unsubscribe").expect("200");
      other.call("checkToken").expect("200");
      clock.advance(Duration.ofHours(23));
      try (Talk fresh = subscribed()) {
        clock.advance(Duration.ofSeconds(20));
        assertThat(fresh.client().receiveFrame().opcode()).isEqualTo(PING);
      }
      for (Talk silent : List.of(talk, other)) {
        assertThat(silent.client().poll(Duration.ofMillis(100))).isNull();
        silent.call("checkConnection").expect("200");
      }
    }
  }

  /// The machine slept: who could not be asked is asked first.
  @Test
  void afterALongPauseThereIsTimeToAnswer() {
    try (Talk talk = subscribed()) {
      clock.advance(Duration.ofHours(5));
      Frame ping = talk.client().receiveFrame();
      assertThat(ping.opcode()).isEqualTo(PING);
      assertThat(talk.client().poll(Duration.ofMillis(2_500))).as("looked at again").isNull();
      talk.client().sendFrame(PONG, true, 0, ping.payload());
      talk.call("checkToken").expect("200");
    }
  }

  /// However its session has gone: by the hour it is looked at.
  @Test
  void oneWhoseSessionIsGoneUnheardIsClosed() {
    try (Talk talk = subscribed()) {
      long session =
          server
              .server()
              .store()
              .write(tx -> {
                long id = tx.sessions().ofUser(people.getFirst().id()).getFirst().id();
                tx.sessions().remove(id); // and nobody is told
                return id;
              });
      assertThat(session).isPositive();
      clock.advance(Duration.ofHours(2));
      Frame frame = talk.client().receiveFrame();
      while (frame.opcode() == PING) {
        talk.client().sendFrame(PONG, true, 0, frame.payload());
        frame = talk.client().receiveFrame();
      }
      assertThat(frame.opcode()).isEqualTo(0x8);
      int code = ((frame.payload()[0] & 0xff) << 8) | (frame.payload()[1] & 0xff);
      assertThat(code).isEqualTo(4401);
    }
  }
}
