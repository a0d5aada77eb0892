package io.vestnik.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Sends one text after another into a chat, on one connection, each until it is there, and notes
/// how long that took. May be refused for a time, and with nothing else.
final class Pulse implements AutoCloseable {
  private static final long PAUSE_MILLIS = 20;

  private final Talk talk;
  private final long chat;
  private final String name;
  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
  private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
  private final AtomicLong longestNanos = new AtomicLong();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Throwable failure;

  /// @param talk of a member, and nobody else's any more
  /// @param name what the texts begin with
  Pulse(Talk talk, long chat, String name) {
    this.talk = talk;
    this.chat = chat;
    this.name = name;
    thread = Thread.ofVirtual().start(this::run);
  }

  private void run() {
    try {
      for (int i = 0; stop.getCount() > 0; i++) {
        String text = name + " " + i;
        long before = System.nanoTime();
        acknowledged.put(text, untilThere(text));
        longestNanos.accumulateAndGet(System.nanoTime() - before, Math::max);
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      failure = e;
    }
  }

  private long untilThere(String text) throws InterruptedException {
    while (true) {
      Reply reply =
          talk.call(
              "sendMessage",
              "chat_id",
              chat,
              "content",
              text,
              "content_type",
              "text",
              "client_message_id",
              "key of " + text);
      if (reply.status().equals("200")) {
        return reply.number("event_id");
      }
      reply.expect("503");
      assertThat(reply.truth("error.temporary")).isTrue();
      refusals.merge(reply.text("error.code"), 1, Integer::sum);
      boolean stopped = stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      assertThat(stopped).as("asked to stop before %s was there", text).isFalse();
    }
  }

  int count() {
    assertThat(failure).isNull();
    return acknowledged.size();
  }

  /// The longest that a text took since this was last asked.
  Duration longest() {
    assertThat(failure).isNull();
    return Duration.ofNanos(longestNanos.getAndSet(0));
  }

  /// How often it was refused, by the codes.
  Map<String, Integer> refusals() {
    return refusals;
  }

  /// Sends no more; what was acknowledged of both is in the log as was said, each once, and nothing
  /// else is.
  static void stopAndCompare(Pulse one, Pulse other, Talk reader) throws InterruptedException {
    Map<String, Long> both = new HashMap<>();
    for (Pulse pulse : new Pulse[] {one, other}) {
      pulse.stop.countDown();
      pulse.thread.join();
      assertThat(pulse.failure).isNull();
      both.putAll(pulse.acknowledged);
    }
    assertThat(texts(reader, one.chat)).isEqualTo(both);
  }

  private static Map<String, Long> texts(Talk reader, long chat) {
    Map<String, Long> texts = new HashMap<>();
    long last = 0;
    for (boolean more = true; more; ) {
      Reply page = reader.call("getEvents", "chat_id", chat, "min_event_id", last + 1);
      more = page.expect("200").truth("has_more");
      for (Object each : page.list("events")) {
        Map<?, ?> event = (Map<?, ?>) each;
        last++;
        assertThat(event.get("event_id")).as("no gap in the log").isEqualTo(last);
        if (event.get("message") instanceof Map<?, ?> message) {
          String text = (String) message.get("content");
          assertThat(texts.put(text, last)).as("%s is there once", text).isNull();
        }
      }
    }
    return texts;
  }

  @Override
  public void close() {
    stop.countDown();
    talk.close();
  }
}
