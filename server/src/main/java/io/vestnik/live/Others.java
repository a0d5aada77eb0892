package io.vestnik.live;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The other nodes, as far as they are heard: their numbers without a hole, and whether they are
/// there at all. A node that is new begins at 0: what it has said before is a hole.
final class Others {
  /// After so many ticks of silence a node is forgotten.
  static final int PATIENCE_TICKS = 20;

  private static final Logger log = LoggerFactory.getLogger(Others.class);
  private static final int MAX_NODES = 100;
  private static final int ASK_TICKS = 4;

  private final Map<String, Other> nodes = new HashMap<>();

  /// One of them.
  private static final class Other {
    long heard;
    int silentTicks;
    boolean toAsk;
    int ticksSinceAsked = ASK_TICKS;
  }

  /// How a number follows those before it.
  enum Order {
    /// It is the next.
    NEXT,
    /// Some before it were lost, or are late: they are taken for lost.
    AFTER_HOLE,
    /// It came before, or is late: what it says has been looked up.
    OLD
  }

  /// A letter with this number came.
  synchronized Order heard(String node, long number) {
    Other other = other(node);
    if (other == null || number <= other.heard) {
      return Order.OLD;
    }
    boolean hole = number > other.heard + 1;
    other.heard = number;
    other.toAsk |= hole;
    return hole ? Order.AFTER_HOLE : Order.NEXT;
  }

  /// The node says that this was its last number.
  ///
  /// @return whether something was lost
  synchronized boolean isBehind(String node, long number) {
    Other other = other(node);
    boolean behind = other != null && number > other.heard;
    if (other != null && behind) {
      other.heard = number;
      other.toAsk = true;
    }
    return behind;
  }

  /// It is there.
  synchronized void isThere(String node) {
    other(node);
  }

  private @Nullable Other other(String node) {
    Other other = nodes.get(node);
    if (other == null && nodes.size() < MAX_NODES) {
      log.info("Another node is there: {}", node);
      other = new Other();
      nodes.put(node, other);
    }
    if (other != null) {
      other.silentTicks = 0;
    }
    return other;
  }

  /// It has said who is connected to it.
  synchronized void hasStated(String node) {
    Other other = nodes.get(node);
    if (other != null) {
      other.toAsk = false;
    }
  }

  /// Of all of them something may have been lost.
  synchronized void doubtAll() {
    nodes.values().forEach(other -> other.toAsk = true);
  }

  /// Who is to be asked now who is connected to it.
  synchronized List<String> toAsk() {
    List<String> ask = new ArrayList<>();
    nodes.forEach((node, other) -> {
      if (++other.ticksSinceAsked >= ASK_TICKS && other.toAsk) {
        other.ticksSinceAsked = 0;
        ask.add(node);
      }
    });
    return ask;
  }

  /// Time goes by.
  ///
  /// @return those that have been silent for too long; they are forgotten
  synchronized List<String> tick() {
    List<String> silent = new ArrayList<>();
    nodes.forEach((node, other) -> {
      if (++other.silentTicks > PATIENCE_TICKS) {
        silent.add(node);
      }
    });
    silent.forEach(nodes::remove);
    return silent;
  }

  /// It has left.
  synchronized void leave(String node) {
    nodes.remove(node);
  }

  /// Whether this id comes before those of all others: one of them does what one should.
  synchronized boolean isFirst(String id) {
    return nodes.keySet().stream().allMatch(other -> id.compareTo(other) < 0);
  }
}
