package io.vestnik.bus;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bus of servers in one process, which share it; and that of a lone server, which talks to
/// nobody.
public final class LocalBus {
  private static final Logger log = LoggerFactory.getLogger(LocalBus.class);
  private static final int MAX_WAITING = 10_000;

  private final List<End> ends = new CopyOnWriteArrayList<>();

  /// A new node's end of it.
  public Bus end() {
    return new End();
  }

  private final class End implements Bus {
    private final BlockingQueue<Heard> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private volatile boolean lost;
    private volatile boolean closed;
    private @Nullable Thread thread;

    @Override
    public void publish(String text) {
      if (text.length() > MAX_LENGTH) {
        throw new IllegalArgumentException("A text of " + text.length() + " characters");
      }
      for (End end : ends) {
        if (end != this && !closed) {
          end.take(text);
        }
      }
    }

    private void take(String text) {
      if (!waiting.offer(new Text(text))) {
        lost = true;
      }
    }

    @Override
    public synchronized void listen(Listener listener) {
      if (!closed && thread == null) {
        thread = Thread.ofVirtual().name("bus").start(() -> hearUntilClosed(listener));
        ends.add(this);
      }
    }

    private void hearUntilClosed(Listener listener) {
      while (!closed) {
        try {
          Heard heard = waiting.take();
          tell(listener, heard);
          if (lost && waiting.isEmpty()) {
            lost = false;
            tell(listener, new Loss());
          }
        } catch (InterruptedException e) {
          log.debug("The bus is closed");
        }
      }
    }

    private void tell(Listener listener, Heard heard) {
      try {
        listener.hear(heard);
      } catch (RuntimeException | Error e) {
        log.error("What came by the bus could not be heard", e);
      }
    }

    @Override
    public synchronized void close() {
      closed = true;
      ends.remove(this);
      if (thread != null) {
        thread.interrupt();
      }
    }
  }
}
