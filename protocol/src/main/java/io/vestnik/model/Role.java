package io.vestnik.model;

/// What a member may do in a chat; the highest first (protocol §6).
public enum Role implements Wire {
  OWNER,
  ADMIN,
  MEMBER
}
