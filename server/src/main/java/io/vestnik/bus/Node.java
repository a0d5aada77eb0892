package io.vestnik.bus;

import java.util.List;
import java.util.function.Supplier;

/// This server as the others hear it: an id of its own, and numbered letters. While it has heard of
/// no other it only counts, so that whoever comes later sees that it has missed something; but not
/// before others would have been heard, if there are any.
public final class Node implements AutoCloseable {
  private static final int FIRST_BEATS = 5;

  private final String id;
  private final Bus bus;
  private int beats;
  private long number;
  private boolean closed;
  private final boolean shared;
  private volatile boolean met;

  /// @param id that no other server has ever had
  /// @param shared whether there may be others on the same data that were never heard
  public Node(String id, Bus bus, boolean shared) {
    this.id = id;
    this.bus = bus;
    this.shared = shared;
  }

  public String id() {
    return id;
  }

  /// Whether all that is committed is committed here: no other was ever heard, nor can there be one
  /// by a bus that is away.
  public boolean isAlone() {
    return !shared && !met;
  }

  /// Another node was heard.
  ///
  /// @return whether for the first time
  public synchronized boolean meet() {
    boolean first = !met;
    met = true;
    return first;
  }

  /// The bus was away, or may have been: who was not heard may be there all the same.
  public synchronized void doubt() {
    beats = 0;
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
    boolean heard = met || (shared && beats <= FIRST_BEATS);
    if (!heard) {
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
    beats = Math.min(beats, FIRST_BEATS) + 1;
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
