package io.vestnik.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Pair;
import io.vestnik.TestServer;
import io.vestnik.wire.ConnectionEnded;
import io.vestnik.wire.Event;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import io.vestnik.wire.WireClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// Who listens and does not read: first what is lost without harm is left out, then the connection
/// is closed, and nothing is skipped.
@Tag("once")
class SlowReaderTest {
  @AutoClose private static final TestServer server = TestServer.start();
  private static final int TOO_SLOW = 1013;
  private static final int SMALL_BUFFER = 4096;

  // 16,384 characters of 3 bytes each: 48 KiB a message.
  private static final String BIG = "€".repeat(16_384);
  private static final int A_QUARTER_OF_THE_BOUND = 21;
  @AutoClose private Pair pair;
  private Talk anna;

  @BeforeEach
  void meet(TestInfo test) {
    pair = Pair.of(server, test.getDisplayName());
    anna = pair.anna();
  }

  /// Boris, subscribed by a connection that takes little unless it reads.
  private Talk slow() {
    return slow(server, pair);
  }

  private static Talk slow(TestServer server, Pair pair) {
    WireClient client = WireClient.to(server.port()).receiveBuffer(SMALL_BUFFER).connect();
    Talk talk = Talk.over(client).signedInAs(pair.borisHimself().token());
    talk.call("subscribe", "presence", true).expect("200");
    return talk;
  }

  private void sendMany(int count) {
    sendMany(pair, count);
  }

  private static void sendMany(Pair pair, int count) {
    Object[] message = {"chat_id", pair.chat(), "content", BIG, "content_type", "text"};
    for (int i = 0; i < count; i++) {
      pair.anna().post("sendMessage", message);
    }
    for (int i = 0; i < count; i++) {
      pair.anna().next().expect("200");
    }
  }

  private static List<Event> heardUntilClosed(Talk talk) {
    List<Event> heard = new ArrayList<>();
    try {
      while (true) {
        heard.add(talk.nextEvent());
      }
    } catch (ConnectionEnded e) {
      assertThat(e.close()).as("closed with a word").isNotNull();
      assertThat(e.close().code()).isEqualTo(TOO_SLOW);
    }
    return heard;
  }

  @Test
  void isClosedAfterTheFirstPartWithoutAGap() {
    try (Talk slow = slow()) {
      sendMany(200);
      List<Event> heard = heardUntilClosed(slow);
      assertThat(heard).hasSizeBetween(50, 199);
      assertThat(heard.stream().map(event -> event.number("event_id")))
          .containsExactlyElementsOf(LongStream.range(2, 2 + heard.size()).boxed().toList());
    }
  }

  @Test
  void catchesUpBySync() {
    String cursor = pair.boris().call("sync").text("cursor");
    List<Long> known = new ArrayList<>();
    try (Talk slow = slow()) {
      sendMany(200);
      heardUntilClosed(slow).forEach(event -> known.add(event.number("event_id")));
    }
    long next = known.getLast() + 1;
    Reply missed = pair.boris().call("sync", "cursor", cursor).expect("200");
    assertThat(missed.number("limited[0].to_event_id")).isEqualTo(201);
    while (next <= 201) {
      Reply page = pair.ask(pair.boris(), "getEvents", "min_event_id", next).expect("200");
      known.addAll(page.numbers("events[].event_id"));
      next = known.getLast() + 1;
    }
    assertThat(known).containsExactlyElementsOf(LongStream.range(2, 202).boxed().toList());
  }

  @Test
  void holdsUpNobodyElse() {
    try (Talk slow = slow()) {
      Talk quick = pair.listening(pair.borisHimself());
      Talk hers = pair.listening(pair.annaHerself());
      for (int round = 0; round < 20; round++) {
        sendMany(10);
        for (int i = 0; i < 10; i++) {
          quick.nextEvent("message");
          hers.nextEvent("message");
        }
      }
      assertThat(heardUntilClosed(slow)).hasSizeLessThan(200);
    }
  }

  /// Over half of the bound typing, read and delivered are left out; entries are not.
  @Test
  void isNotGivenWhatIsLostWithoutHarm() {
    pair.send(pair.boris(), "something to read");
    long tooMany;
    try (Talk slow = slow()) {
      sendMany(200);
      tooMany = heardUntilClosed(slow).size();
    }
    long first = 203;
    long last = first + tooMany - A_QUARTER_OF_THE_BOUND;
    try (Talk slow = slow()) {
      sendMany((int) (last - first));
      pair.ask(anna, "typing").expect("200");
      pair.ask(anna, "markRead", "message_id", 2).expect("200");
      pair.send(anna, "small");
      List<Event> heard = new ArrayList<>();
      for (long next = first; next <= last; next++) {
        Event event = slow.nextEvent();
        assertThat(event.kind()).isEqualTo("message");
        assertThat(event.number("event_id")).isEqualTo(next);
        heard.add(event);
      }
      assertThat(heard.getLast().text("message.content")).isEqualTo("small");
      Pair.hearsNothing(slow);
      pair.ask(pair.another(pair.annaHerself()), "markRead", "message_id", 3).expect("200");
      pair.send(anna, "it goes on");
      assertThat(slow.nextEvent("message").text("message.content")).isEqualTo("it goes on");
    }
  }

  /// Also where it never reads again.
  @Test
  void isGoneSoonAfter() {
    try (TestServer own = TestServer.start();
        Pair alone = Pair.of(own, "alone");
        Talk slow = slow(own, alone)) {
      assertThat(own.server().connections()).isEqualTo(4);
      sendMany(alone, 200);
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> own.server().connections() == 3);
      slow.client().abort();
    }
  }

  /// It hears nothing any more, whether or not it ever takes what is on its way.
  @Test
  void isAwayAsSoonAsItIsClosed() {
    Pair.send(pair.boris(), Pair.chat(pair.boris(), pair.veraHerself()), "hello");
    pair.vera().call("subscribe", "presence", true).expect("200");
    try (Talk slow = slow()) {
      assertThat(pair.vera().nextEvent("presence").truth("online")).isTrue();
      sendMany(200);
      assertThat(pair.vera().nextEvent("presence").truth("online")).isFalse();
      assertThat(heardUntilClosed(slow)).isNotEmpty();
    }
  }

  /// What was dropped with a connection was not delivered.
  @Test
  void hasNotBeenGivenWhatCameAfterItsEnd() {
    long last;
    try (Talk slow = slow()) {
      sendMany(200);
      last = heardUntilClosed(slow).getLast().number("event_id");
    }
    assertThat(last).isLessThan(201);
    Awaitility.await().until(() -> isDelivered(last));
    Awaitility.await().during(Duration.ofSeconds(1)).until(() -> !isDelivered(last + 1));
  }

  private boolean isDelivered(long message) {
    return pair.ask(anna, "getReceipts", "message_id", message).has("receipts[0].delivered_time");
  }
}
