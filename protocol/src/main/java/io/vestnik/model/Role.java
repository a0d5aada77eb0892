package io.vestnik.model;

/// What a member may do in a chat; the highest first (protocol §6).
public enum Role implements Wire {
  OWNER,
  ADMIN,
  MEMBER;

  /// Whether this role is that one or a higher one.
  public boolean isAtLeast(Role least) {
    return compareTo(least) <= 0;
  }
}
