package io.vestnik.mode;

/// Who may call a mode.
public enum Access {
  /// Anybody.
  OPEN,
  /// Whoever brings a valid token.
  TOKEN
}
