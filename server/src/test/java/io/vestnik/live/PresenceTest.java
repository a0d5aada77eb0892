package io.vestnik.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.ManualClock;
import io.vestnik.Pair;
import io.vestnik.TestServer;
import io.vestnik.wire.Event;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// `presence`: who is there, told to those who asked and to whom they have written.
class PresenceTest {
  private static final ManualClock clock = new ManualClock();

  @AutoClose
  private static final TestServer server = TestServer.start(clock, UnaryOperator.identity());

  private static final Duration QUIET = Duration.ofMillis(150);
  @AutoClose private Pair pair;
  private long borisId;

  @BeforeEach
  void meet(TestInfo test) {
    pair = Pair.of(server, test.getDisplayName());
    borisId = pair.borisHimself().id();
  }

  private Talk watching() {
    Talk talk = pair.another(pair.annaHerself());
    talk.call("subscribe", "presence", true).expect("200");
    return talk;
  }

  private void isOnline(Talk watcher) {
    Event presence = watcher.nextEvent("presence");
    assertThat(presence.number("user_id")).isEqualTo(borisId);
    assertThat(presence.truth("online")).isTrue();
    assertThat(presence.has("last_seen")).isFalse();
  }

  private void isOffline(Talk watcher) {
    Event presence = watcher.nextEvent("presence");
    assertThat(presence.number("user_id")).isEqualTo(borisId);
    assertThat(presence.truth("online")).isFalse();
    assertThat(presence.number("last_seen")).isEqualTo(clock.millis());
  }

  @Test
  void isOnlineWhileOneOfTheConnectionsIsSubscribed() {
    pair.send(pair.boris(), "hello");
    Talk watcher = watching();
    Talk phone = pair.listening(pair.borisHimself());
    isOnline(watcher);
    Talk laptop = pair.listening(pair.borisHimself());
    clock.advance(Duration.ofMinutes(1));
    phone.close();
    Pair.hearsNothing(watcher);
    clock.advance(Duration.ofMinutes(1));
    laptop.client().abort();
    isOffline(watcher);
    Talk back = pair.listening(pair.borisHimself());
    isOnline(watcher);
    back.call("unsubscribe").expect("200");
    isOffline(watcher);
    Pair.hearsNothing(watcher);
  }

  @Test
  void isToldAtOnceToWhoSubscribes() {
    pair.send(pair.boris(), "hello");
    Talk phone = pair.listening(pair.borisHimself());
    Talk watcher = watching();
    isOnline(watcher);
    phone.close();
    isOffline(watcher);
    Pair.hearsNothing(watching());
  }

  @Test
  void isNotToldToWhoDidNotAsk() {
    pair.send(pair.boris(), "hello");
    Talk plain = pair.listening(pair.annaHerself());
    Talk no = watching();
    no.call("subscribe", "presence", false).expect("200");
    pair.listening(pair.borisHimself());
    Pair.hearsNothing(plain);
    Pair.hearsNothing(no);
    no.call("subscribe", "presence", true).expect("200");
    isOnline(no);
  }

  @Test
  void isNotToldToWhomTheyHaveNotWritten() {
    pair.send(pair.anna(), "she wrote, he did not");
    Talk watcher = watching();
    Talk his = pair.listening(pair.borisHimself());
    Pair.hearsNothing(watcher);
    his.close();
    Pair.hearsNothing(watcher);
    Talk vera = pair.another(pair.veraHerself());
    vera.call("subscribe", "presence", true).expect("200");
    pair.send(pair.boris(), "now he did");
    assertThat(watcher.nextEvent().kind()).isEqualTo("message");
    pair.listening(pair.borisHimself());
    isOnline(watcher);
    Pair.hearsNothing(vera);
  }

  @Test
  void isNotToldToOneself() {
    pair.send(pair.boris(), "hello");
    Pair.send(pair.boris(), Pair.chat(pair.boris(), pair.borisHimself()), "a note");
    Talk his = pair.another(pair.borisHimself());
    his.call("subscribe", "presence", true).expect("200");
    Talk phone = pair.listening(pair.borisHimself());
    phone.close();
    Pair.hearsNothing(his);
  }

  @Test
  void endsWithTheSession() {
    pair.send(pair.boris(), "hello");
    Talk watcher = watching();
    pair.listening(pair.borisHimself());
    isOnline(watcher);
    pair.boris().call("logout").expect("200");
    isOffline(watcher);
  }

  /// However fast one comes and goes, what is told last is true.
  @Test
  void isRightInTheEnd() {
    pair.send(pair.boris(), "hello");
    Talk watcher = watching();
    Talk his = pair.another(pair.borisHimself());
    boolean told = false;
    for (int round = 0; round < 20; round++) {
      int steps = 6 + round % 2;
      for (int i = 0; i < steps; i++) {
        his.post(i % 2 == 0 ? "subscribe" : "unsubscribe");
      }
      for (int i = 0; i < steps; i++) {
        his.next().expect("200");
      }
      told = lastTold(watcher, told);
      assertThat(told).as("online in round %d", round).isEqualTo(steps % 2 == 1);
    }
  }

  private static boolean lastTold(Talk watcher, boolean before) {
    boolean online = before;
    for (Event event = watcher.pollEvent(QUIET); event != null; event = watcher.pollEvent(QUIET)) {
      online = event.truth("online");
    }
    return online;
  }

  /// Nobody needs to come or go first: whom one writes to sees at once that one is there.
  @Test
  void isToldWithTheFirstMessage() {
    Talk watcher = watching();
    Talk phone = pair.listening(pair.borisHimself());
    Pair.hearsNothing(watcher);
    pair.send(phone, "hello");
    isOnline(watcher);
    assertThat(watcher.nextEvent("message").text("message.content")).isEqualTo("hello");
    pair.send(phone, "again");
    assertThat(watcher.nextEvent().text("message.content")).isEqualTo("again");
    Pair.hearsNothing(watcher);
  }

  @Test
  void aFirstMessageOfWhoIsNotOnlineTellsNothing() {
    Talk watcher = watching();
    pair.send(pair.boris(), "hello");
    assertThat(watcher.nextEvent().kind()).isEqualTo("message");
    Pair.hearsNothing(watcher);
  }
}
