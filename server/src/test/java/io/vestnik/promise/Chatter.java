package io.vestnik.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.client.ClientBuilder;
import io.vestnik.client.Settings;
import io.vestnik.client.VestnikClient;
import io.vestnik.client.VestnikListener;
import io.vestnik.client.state.Delivery;
import io.vestnik.client.transport.Transport;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.sim.Kept;
import io.vestnik.sim.Replay;
import io.vestnik.sim.Truth;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/// Anna sends numbered texts without a pause, and Boris listens, each by a client that connects
/// again; at the end all is compared with what there is.
final class Chatter implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int OUTSTANDING = 4;

  private final VestnikClient anna;
  private final VestnikClient boris;
  private final Kept kept = new Kept();
  private final long chat;
  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
  private final AtomicInteger failed = new AtomicInteger();
  private final Semaphore free = new Semaphore(OUTSTANDING);
  private final Thread sending;
  private volatile boolean stopped;

  /// @param one Anna's token
  /// @param other Boris's
  Chatter(Transport annas, Talk one, Transport boriss, Talk other) {
    chat = one.chatWith(other.userId());
    anna = ClientBuilder.of(annas).settings(Chatter::impatient).token(one.token()).connect();
    boris =
        ClientBuilder.of(boriss)
            .settings(Chatter::impatient)
            .token(other.token())
            .state(kept.new View(() -> {}))
            .listener(new VestnikListener() {})
            .start();
    sending = Thread.ofVirtual().start(this::send);
  }

  private static Settings impatient(Settings d) {
    return new Settings(
        PATIENCE,
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        d.firstRetry(),
        Duration.ofSeconds(1),
        d.inFlight(),
        d.waiting(),
        d.undelivered(),
        100_000,
        1_000_000,
        d.presence());
  }

  private void send() {
    for (int i = 0; !stopped; i++) {
      String text = "text " + i;
      free.acquireUninterruptibly();
      anna.send(chat, text)
          .whenComplete((id, why) -> {
            if (why == null) {
              acknowledged.put(text, id);
            } else {
              failed.incrementAndGet();
            }
            free.release();
          });
    }
  }

  /// Waits until so many more were acknowledged, and heard by Boris.
  Chatter more(int count) {
    int sent = acknowledged.size() + count;
    Awaitility.await().atMost(PATIENCE).until(() -> acknowledged.size() >= sent);
    long last = acknowledged.values().stream().mapToLong(Long::longValue).max().orElseThrow();
    Awaitility.await().atMost(PATIENCE).until(() -> next() > last);
    return this;
  }

  private long next() {
    Replay.Run run = replay().runs.get(chat);
    return run == null ? 0 : run.next;
  }

  private Replay replay() {
    List<Delivery> all = kept.deliveries();
    return Replay.of(all.subList(all.lastIndexOf(new Delivery.Reset()) + 1, all.size()));
  }

  /// Sends no more; then each text that was acknowledged is there once, under the number that was
  /// said, and Boris has heard all there is in order, each once.
  void stopAndCompare() {
    stopped = true;
    try {
      sending.join();
      assertThat(free.tryAcquire(OUTSTANDING, PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertThat(failed).as("texts that were given up").hasValue(0);
    List<Entry> log = Truth.of(anna).logs().get(chat);
    assertThat(texts(log)).isEqualTo(new TreeMap<>(acknowledged));
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(next()).isEqualTo(log.getLast().event_id() + 1));
    Replay replay = replay();
    assertThat(replay.violations).isEmpty();
    Map<Long, Entry> heard = replay.runs.get(chat).log;
    assertThat(texts(List.copyOf(heard.values())))
        .isEqualTo(texts(log.stream().filter(e -> heard.containsKey(e.event_id())).toList()));
    System.out.printf("%d texts, %d heard as they came%n", acknowledged.size(), heard.size());
  }

  private static Map<String, Long> texts(List<Entry> log) {
    Map<String, Long> texts = new TreeMap<>();
    for (Entry entry : log) {
      if (entry.body() instanceof Event.MessageSent(var message)) {
        assertThat(texts.put(message.content(), entry.event_id()))
            .as("%s is there once", message.content())
            .isNull();
      }
    }
    return texts;
  }

  @Override
  public void close() {
    stopped = true;
    anna.close();
    boris.close();
  }
}
