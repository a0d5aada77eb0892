package io.vestnik.bus;

import java.util.List;

/// What a node sends by the bus.
public sealed interface Letter {
  /// The sender's id, which no other node ever has, and it has no more after a restart.
  String node();

  /// News. The sender numbers them 1, 2, 3 …: who misses one has lost something.
  record Hints(String node, long number, List<Hint> hints) implements Letter {}

  /// The sender is there, and this was its last number.
  record Heartbeat(String node, long number) implements Letter {}

  /// A node is asked who is connected to it.
  record Ask(String node, String asked) implements Letter {}

  /// The sender is leaving, and has nobody connected.
  record Farewell(String node) implements Letter {}
}
