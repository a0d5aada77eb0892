package io.vestnik.model;

/// `personal` (two users, or one with their notes) or `group` (protocol §4).
public enum ChatType implements Wire {
  PERSONAL,
  GROUP
}
