package io.vestnik.model;

/// What others must hear after a commit that is in no chat's log.
public sealed interface Signal {
  /// A session was ended: its token is dead from now on.
  record SessionEnded(long sessionId, TokenHash tokenHash) implements Signal {}
}
