package io.vestnik.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.vestnik.mode.Dispatcher;
import io.vestnik.model.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connections that there are.
final class Connections {
  private static final Logger log = LoggerFactory.getLogger(Connections.class);
  private static final long TICK_SECONDS = 1;

  // Sockets that are no WebSockets, or not yet: health probes, pages, and who never says a word.
  private static final int MAX_KNOCKING = 2048;

  private final Dispatcher dispatcher;
  private final Clock clock;
  private final int max;
  private final AtomicBoolean warned = new AtomicBoolean();
  private final Map<Channel, Connection> open = new ConcurrentHashMap<>();

  private final AtomicInteger sockets = new AtomicInteger();
  private volatile boolean draining;

  Connections(Dispatcher dispatcher, Clock clock, int max) {
    this.dispatcher = dispatcher;
    this.clock = clock;
    this.max = max;
  }

  /// Counts a socket until it is closed.
  ///
  /// @return false where it is one too many
  boolean knocks(Channel channel) {
    channel.closeFuture().addListener(_ -> sockets.decrementAndGet());
    return sockets.incrementAndGet() - open.size() <= MAX_KNOCKING;
  }

  boolean hasRoom() {
    return !draining && open.size() < max;
  }

  int count() {
    return open.size();
  }

  Set<Channel> channels() {
    return Set.copyOf(open.keySet());
  }

  Connection open(Channel channel, @Nullable String address, boolean deflate) {
    if (address == null && !warned.getAndSet(true)) {
      log.warn(
          "A proxy that --proxies does not name hides its clients: limits per address are off");
    }
    Connection connection = new Connection(dispatcher, clock, address, deflate);
    open.put(channel, connection);
    channel.closeFuture().addListener(_ -> open.remove(channel));
    if (draining) {
      // It came too late for drain() to see it; when it is in its pipeline it is told too.
      drain(channel, connection);
    }
    return connection;
  }

  /// Looks after the loop's connections from now on.
  void watch(EventLoop loop) {
    loop.scheduleWithFixedDelay(() -> tick(loop), TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
  }

  private void tick(EventLoop loop) {
    try {
      open.forEach((channel, connection) -> {
        if (channel.eventLoop().equals(loop)) {
          connection.tick();
        }
      });
    } catch (RuntimeException e) {
      log.error("Looking after the connections failed", e);
    }
  }

  /// Has each answer what has come, and then close with 1001. None is let in any more.
  void drain() {
    draining = true;
    open.forEach(Connections::drain);
  }

  private static void drain(Channel channel, Connection connection) {
    channel.eventLoop().execute(() -> connection.drain(CloseCode.GOING_AWAY));
  }

  /// Waits until all are closed, at most so long; gives how many are not.
  int awaitNone(Duration most) {
    long deadline = clock.nanos() + most.toNanos();
    int open = 0;
    for (Channel channel : channels()) {
      long left = Math.max(0, deadline - clock.nanos());
      open += channel.closeFuture().awaitUninterruptibly(left, TimeUnit.NANOSECONDS) ? 0 : 1;
    }
    return open;
  }
}
