package io.vestnik.model;

/// In which the server writes to a user.
public enum Language implements Wire {
  EN,
  RU
}
