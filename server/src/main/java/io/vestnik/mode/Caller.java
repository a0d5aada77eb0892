package io.vestnik.mode;

import io.vestnik.model.Session;
import org.jspecify.annotations.Nullable;

/// Who asks.
///
/// @param signedIn null in modes that need no token
/// @param address the client's IP address; null where a proxy hides it
public record Caller(@Nullable Session signedIn, @Nullable String address) {
  /// The session of a mode that needs a token.
  public Session session() {
    if (signedIn == null) {
      throw new IllegalStateException("This mode was called without a session.");
    }
    return signedIn;
  }

  /// The user of a mode that needs a token.
  public long userId() {
    return session().userId();
  }
}
