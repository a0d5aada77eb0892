package io.vestnik.bus;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A bus between processes, by whatever carries payloads: keeps up a link, and makes another where
/// one is lost. It says something each second, so that it hears itself: a link by which it does not
/// is no link.
final class Relay implements Bus {
  private static final Logger log = LoggerFactory.getLogger(Relay.class);
  private static final long MAX_WAITING = 8L << 20;
  private static final long LOOK_MILLIS = 200;
  private static final long BEAT_MILLIS = 1_000;
  private static final int PATIENCE_BEATS = 5;
  private static final long HELLO_MILLIS = 3_000;
  private static final long SHORTEST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;
  private static final long START_MILLIS = 6_000;
  private static final long END_MILLIS = 1_000;

  private final String id;
  private final Carrier carrier;
  private final Backlog out = new Backlog(MAX_WAITING);
  private final Backlog in = new Backlog(MAX_WAITING);
  private final CountDownLatch tried = new CountDownLatch(1);
  private final Thread keeper;
  private final ScheduledThreadPoolExecutor beat;
  private @Nullable Thread listening;
  private Carrier.@Nullable Link link;
  private int beatsUnheard;
  private int joined;
  private boolean hearsItself;
  private boolean lossToTell;
  private volatile boolean up;
  private volatile boolean heeded;
  private volatile boolean closed;

  /// Returns when there is a link, or none could be had at first.
  ///
  /// @param id of this end, which no other has
  Relay(String id, Carrier carrier) {
    this.id = id;
    this.carrier = carrier;
    keeper = Thread.ofVirtual().name("bus").start(this::keepUp);
    beat =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofVirtual().name("bus-beat").unstarted(task));
    beat.scheduleWithFixedDelay(this::beat, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    await(tried, START_MILLIS);
  }

  private static void await(CountDownLatch what, long millis) {
    try {
      if (!what.await(millis, TimeUnit.MILLISECONDS)) {
        log.warn("The bus takes its time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void publish(String text) {
    if (text.length() > MAX_LENGTH || text.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("A text of " + text.length() + " characters, or of lines");
    }
    if (up) {
      out.add(text);
    } else {
      out.lose();
    }
  }

  @Override
  public synchronized void listen(Listener listener) {
    if (!closed && listening == null) {
      heeded = true;
      listening = Thread.ofVirtual().name("bus-hears").start(() -> hearUntilClosed(listener));
    }
  }

  /// What is lost on the way there is told, as whenever a link is lost.
  @Override
  public void join(String dataset) {
    Carrier.Link before;
    synchronized (this) {
      carrier.join(Channel.of(dataset));
      joined++;
      before = link;
    }
    if (before != null) {
      before.close();
    }
  }

  private void hearUntilClosed(Listener listener) {
    try {
      for (Heard heard = in.take(); heard != null; heard = in.take()) {
        try {
          listener.hear(heard);
        } catch (RuntimeException | Error e) {
          log.error("What came by the bus could not be heard", e);
        }
      }
    } catch (InterruptedException e) {
      log.debug("The bus is closed");
    }
  }

  // Called by the link: a payload that it has brought.
  private void arrived(String text) {
    Payload payload = Payload.read(text);
    if (payload == null) {
      return;
    }
    if (payload.sender().equals(id)) {
      hearOneself();
    } else if (heeded && !closed) {
      tellLoss();
      if (payload.lost()) {
        in.lose();
      }
      payload.texts().forEach(in::add);
    }
  }

  // Before anything that came by a link which is another than before.
  private synchronized void tellLoss() {
    if (lossToTell) {
      lossToTell = false;
      in.lose();
    }
  }

  private synchronized void hearOneself() {
    beatsUnheard = 0;
    hearsItself = true;
    notifyAll();
  }

  private void keepUp() {
    long pause = SHORTEST_PAUSE_MILLIS;
    boolean said = false;
    while (!closed) {
      try (Carrier.Link fresh = begin()) {
        log.info("The bus is there: {}", carrier);
        pause = SHORTEST_PAUSE_MILLIS;
        said = false;
        carry(fresh);
      } catch (IOException | RuntimeException e) {
        if (!said && !closed) {
          log.error("The bus is away: {}: {}", carrier, e.getMessage());
        }
        said = true;
      } catch (InterruptedException e) {
        log.debug("The bus is closed");
      } finally {
        goneAway();
      }
      pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
      rest(pause);
    }
  }

  private Carrier.Link begin() throws IOException, InterruptedException {
    int since;
    synchronized (this) {
      since = joined;
    }
    Carrier.Link fresh = carrier.open(this::arrived);
    try {
      begin(fresh, since);
      return fresh;
    } catch (IOException | InterruptedException | RuntimeException e) {
      fresh.close();
      throw e;
    }
  }

  private void begin(Carrier.Link fresh, int since) throws IOException, InterruptedException {
    synchronized (this) {
      if (since != joined) {
        throw new IOException("it is to another channel");
      }
      link = fresh;
      hearsItself = false;
    }
    out.nudge();
    String hello = out.take(id, carrier.maxLength(), 0);
    fresh.send(hello == null ? Payload.begin(id, true).toString() : hello);
    synchronized (this) {
      for (int i = 0; i < HELLO_MILLIS / LOOK_MILLIS && !hearsItself; i++) {
        wait(LOOK_MILLIS);
      }
      if (!hearsItself) {
        throw new IOException("it does not hear what it sends");
      }
      beatsUnheard = 0;
      tellLoss();
    }
    up = true;
    tried.countDown();
  }

  private void carry(Carrier.Link by) throws IOException, InterruptedException {
    while (!out.isClosed()) {
      String payload = out.take(id, carrier.maxLength(), LOOK_MILLIS);
      if (!by.holds()) {
        throw new IOException("the connection is lost");
      }
      if (payload != null) {
        by.send(payload);
      }
    }
  }

  private void goneAway() {
    up = false;
    tried.countDown();
    if (!closed) {
      out.lose();
    }
    synchronized (this) {
      link = null;
      lossToTell = true;
    }
  }

  private synchronized void rest(long millis) {
    try {
      for (long left = millis; left > 0 && !closed; left -= LOOK_MILLIS) {
        wait(Math.min(left, LOOK_MILLIS));
      }
    } catch (InterruptedException e) {
      log.debug("The bus is closed");
    }
  }

  private void beat() {
    Carrier.Link silent = null;
    synchronized (this) {
      if (up && ++beatsUnheard > PATIENCE_BEATS) {
        silent = link;
      }
    }
    if (silent == null) {
      out.nudge();
    } else {
      log.warn("The bus does not bring back what was sent: {}", carrier);
      silent.close();
    }
  }

  /// What waits is sent first, if that is quick.
  @Override
  public void close() {
    Carrier.Link last;
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    out.close();
    in.close();
    beat.shutdownNow();
    try {
      keeper.join(END_MILLIS);
      synchronized (this) {
        last = link;
      }
      if (last != null) {
        last.close();
      }
      keeper.join(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    keeper.interrupt();
    carrier.close();
  }
}
