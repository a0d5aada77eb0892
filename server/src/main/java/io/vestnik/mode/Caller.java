package io.vestnik.mode;

import io.vestnik.model.Session;
import org.jspecify.annotations.Nullable;

/// Who asks.
///
/// @param signedIn null in modes that need no token
/// @param from the connection that the request came by
public record Caller(@Nullable Session signedIn, From from) {
  /// The session of a mode that needs a token.
  public Session session() {
    if (signedIn == null) {
      throw new IllegalStateException("This mode was called without a session.");
    }
    return signedIn;
  }

  /// The client's IP address, or null where a proxy hides it.
  public @Nullable String address() {
    return from.address();
  }

  /// The user of a mode that needs a token.
  public long userId() {
    return session().userId();
  }
}
