package io.vestnik.sim;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what has gone wrong on purpose.
final class Faults {
  private final Map<Kind, AtomicLong> counts = new EnumMap<>(Kind.class);

  /// What can go wrong.
  enum Kind {
    /// A request is lost with its connection.
    CUT_BEFORE_FRAME,
    /// A request arrives, and the connection is lost after it.
    CUT_AFTER_FRAME,
    /// An answer or event is lost with its connection.
    CUT_BEFORE_ANSWER,
    /// An answer or event arrives, and the connection is lost after it.
    CUT_AFTER_ANSWER,
    /// A frame, and all behind it, is late.
    DELAY,
    /// Nothing passes on the connection any more, and nobody says so.
    SILENCE,
    /// No connection can be made.
    REFUSED,
    /// A connection is cut from outside at some moment.
    DISCONNECT,
    /// A client reads nothing for a while.
    SLOW_READER,
    /// A client ends between two of its steps, and another goes on with what it had kept.
    CRASH,
    /// A server is closed and started again.
    RESTART,
    /// A server dies without closing, and is started again.
    KILL,
    /// A server's bus lets nothing through for a while.
    BUS_AWAY,
    /// A server's PostgreSQL database cannot be reached, or says nothing, for a while.
    DATABASE_AWAY,
    /// A hint between servers is lost, late or doubled.
    HINT,
    /// A server's clock jumps forward.
    CLOCK_JUMP,
    /// A session ends.
    LOGOUT,
    /// An account is deleted.
    DELETION
  }

  Faults() {
    for (Kind kind : Kind.values()) {
      counts.put(kind, new AtomicLong());
    }
  }

  void count(Kind kind) {
    count(kind, 1);
  }

  void count(Kind kind, long times) {
    counts.get(kind).addAndGet(times);
  }

  void add(Faults others) {
    others.counts.forEach((kind, count) -> counts.get(kind).addAndGet(count.get()));
  }

  long total() {
    return counts.values().stream().mapToLong(AtomicLong::get).sum();
  }

  @Override
  public String toString() {
    return total() + " faults " + counts;
  }
}
