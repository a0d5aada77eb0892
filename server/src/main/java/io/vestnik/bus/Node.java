package io.vestnik.bus;

import java.util.List;
import java.util.function.Supplier;

/// This server as the others hear it: an id of its own, and numbered letters. While it has heard of
/// no other it only counts, so that whoever comes later sees that it has missed something.
public final class Node implements AutoCloseable {
  private final String id;
  private final Bus bus;
  private long number;
  private boolean closed;
  private volatile boolean alone = true;

  /// @param id that no other server has ever had
  public Node(String id, Bus bus) {
    this.id = id;
    this.bus = bus;
  }

  public String id() {
    return id;
  }

  /// Whether no other node was ever heard.
  public boolean isAlone() {
    return alone;
  }

  /// Another node was heard.
  public void meet() {
    alone = false;
  }

  /// Has this hear the others from now on.
  public void listen(Bus.Listener listener) {
    bus.listen(listener);
  }

  /// Tells the others.
  ///
  /// @param hints asked only if there are others, and one after another: what one asking says is
  ///   told before the next is asked
  public synchronized void tell(Supplier<List<Hint>> hints) {
    if (alone) {
      number++;
      return;
    }
    if (!closed) {
      List<String> letters = Letters.pack(id, number + 1, hints.get());
      number += letters.size();
      letters.forEach(bus::publish);
    }
  }

  /// Says that it is there.
  public synchronized void beat() {
    if (!closed) {
      bus.publish(Letters.heartbeat(id, number));
    }
  }

  /// Asks another who is connected to it.
  public synchronized void ask(String other) {
    if (!closed) {
      bus.publish(Letters.ask(id, other));
    }
  }

  /// Says farewell, and nothing more.
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      bus.publish(Letters.farewell(id));
    }
  }
}
