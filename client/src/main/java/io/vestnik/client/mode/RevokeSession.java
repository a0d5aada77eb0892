package io.vestnik.client.mode;

import io.vestnik.protocol.Nothing;
import org.jspecify.annotations.Nullable;

/// `revokeSession`: ends one of one's sessions, or all others (protocol §3). Their tokens are dead
/// from the answer on.
///
/// Made of the server's `io.vestnik.profile.RevokeSession` by `ClientModesTest`.
public record RevokeSession(@Nullable String session_id, @Nullable Boolean others)
    implements Request<Nothing> {
  private static final Mode<Nothing> MODE = new Mode<>("revokeSession", true, false, Nothing.class);

  /// With what is required alone.
  public RevokeSession() {
    this(null, null);
  }

  /// The same request with `session_id`.
  public RevokeSession withSessionId(@Nullable String session_id) {
    return new RevokeSession(session_id, others);
  }

  /// The same request with `others`.
  public RevokeSession withOthers(@Nullable Boolean others) {
    return new RevokeSession(session_id, others);
  }

  @Override
  public Mode<Nothing> mode() {
    return MODE;
  }
}
