package io.vestnik.protocol;

/// Which rate limit of a user a mode is charged to (protocol §2).
public enum Limit {
  /// None: the mode is free, or has a limit of its own.
  FREE,
  /// sendMessage and its kin.
  SENDS,
  /// Other changes.
  CHANGES,
  /// What only reads.
  READS,
  /// What looks through much.
  SEARCHES
}
