package io.vestnik.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Crowd;
import io.vestnik.ManualClock;
import io.vestnik.Pair;
import io.vestnik.TestServer;
import io.vestnik.wire.ConnectionEnded;
import io.vestnik.wire.Json;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The connections of one user, and what becomes of them when a session ends.
@Tag("once")
class DevicesTest {
  @AutoClose private static final TestServer server = TestServer.start();
  private static final int TOKEN_ENDED = 4401;

  private static void isClosed(Talk talk) {
    assertThat(talk.client().awaitCloseAfterText().code()).isEqualTo(TOKEN_ENDED);
  }

  @Test
  void whoEndsTheirOwnTokenGetsTheAnswerFirst() {
    try (Pair pair = Pair.of(server, "leaver")) {
      Talk his = pair.listening(pair.borisHimself());
      his.call("logout").expect("200");
      assertThat(his.client().awaitClose().code()).isEqualTo(TOKEN_ENDED);
    }
  }

  @Test
  void allSubscribedConnectionsOfTheSessionEndAndNoOthers() {
    try (Pair pair = Pair.of(server, "sharer")) {
      Talk one = pair.listening(pair.borisHimself());
      Talk two = pair.listening(pair.borisHimself());
      Talk hers = pair.listening(pair.annaHerself());
      Talk silent = pair.another(pair.borisHimself());
      silent.call("checkToken").expect("200");
      pair.boris().call("logout").expect("200");
      isClosed(one);
      isClosed(two);
      silent.call("checkToken").expect("401", "tokenInvalid");
      silent.call("checkConnection").expect("200");
      hers.call("checkToken").expect("200");
    }
  }

  @Test
  void anotherSessionOfTheUserLivesOn() {
    try (Talk one = server.talk().register("twofold");
        Talk two = server.talk().signIn("twofold")) {
      one.call("subscribe").expect("200");
      two.call("subscribe").expect("200");
      two.call("logout").expect("200");
      assertThat(two.client().awaitClose().code()).isEqualTo(TOKEN_ENDED);
      long notes = one.chatWith(one.userId());
      assertThat(one.nextEvent("chatAdded").number("chat_id")).isEqualTo(notes);
    }
  }

  @Test
  void theSessionThatIsEvictedIsClosed() {
    ManualClock clock = new ManualClock();
    try (TestServer own = TestServer.start(clock, UnaryOperator.identity());
        Talk first = own.talk().register("crowded")) {
      first.call("subscribe").expect("200");
      List<Talk> others = new ArrayList<>();
      for (int i = 1; i < 10; i++) {
        clock.advance(Duration.ofSeconds(5));
        others.add(own.talk().signIn("crowded"));
        others.getLast().call("subscribe").expect("200");
      }
      try (Talk last = own.talk()) {
        Object[] fields = {"username", "crowded", "password", Talk.PASSWORD};
        last.call("auth", fields).expect("403", "tokenLimit");
        first.call("checkToken").expect("200");
        last.call("auth", "username", "crowded", "password", Talk.PASSWORD, "evict", true)
            .expect("200");
      }
      isClosed(first);
      others.forEach(other -> other.call("checkToken").expect("200"));
      others.forEach(Talk::close);
    }
  }

  @Test
  void whatIsInFlightIsAnsweredBeforeTheConnectionCloses() {
    try (Pair pair = Pair.of(server, "hasty")) {
      Talk his = pair.listening(pair.borisHimself());
      Map<String, Object> message =
          Json.object("chat_id", pair.chat(), "content", "x", "content_type", "text");
      his.postAll("sendMessage", Collections.nCopies(100, message));
      his.post("logout");
      for (int i = 0; i < 101; i++) {
        his.next().expect("200");
      }
      isClosed(his);
      assertThat(pair.number(pair.anna(), "last_message_id")).isEqualTo(101);
    }
  }

  /// Each request that was answered with 200 was done, and none was done that was not.
  @Test
  void whatIsInFlightElsewhereIsAnsweredToo() {
    try (Pair pair = Pair.of(server, "busy")) {
      Talk his = pair.listening(pair.borisHimself());
      Map<String, Object> message =
          Json.object("chat_id", pair.chat(), "content", "x", "content_type", "text");
      his.postAll("sendMessage", Collections.nCopies(100, message));
      pair.boris().call("logout").expect("200");
      int done = 0;
      try {
        for (int i = 0; i < 100; i++) {
          String status = his.next().status();
          assertThat(status).isIn("200", "401");
          done += status.equals("200") ? 1 : 0;
        }
        isClosed(his);
      } catch (ConnectionEnded e) {
        assertThat(e.close()).as("it says why").isNotNull();
        assertThat(e.close().code()).isEqualTo(TOKEN_ENDED);
      }
      assertThat(pair.number(pair.anna(), "last_event_id")).isEqualTo(done + 1L);
    }
  }

  /// A token dies after 90 days without use; to listen is to use it.
  @Test
  void listeningKeepsTheTokenAlive() {
    ManualClock clock = new ManualClock();
    try (TestServer own = TestServer.start(clock, UnaryOperator.identity())) {
      List<Crowd.Person> people = Crowd.of(own, "patient", 2);
      Talk listener = people.getFirst().talk(own);
      listener.call("subscribe").expect("200");
      Talk idle = people.getLast().talk(own);
      idle.call("checkToken").expect("200");
      for (int day = 0; day < 100; day += 10) {
        clock.advance(Duration.ofDays(10));
        // It answers the ping that comes after this silence.
        assertThat(listener.pollEvent(Duration.ofMillis(1_500))).isNull();
      }
      try (Talk later = people.getLast().talk(own)) {
        later.call("checkToken").expect("401", "tokenInvalid");
      }
      try (Talk later = people.getFirst().talk(own)) {
        later.call("checkToken").expect("200");
      }
      listener.close();
      idle.close();
    }
  }
}
