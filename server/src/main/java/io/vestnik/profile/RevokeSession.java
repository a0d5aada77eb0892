package io.vestnik.profile;

import io.vestnik.mode.Caller;
import io.vestnik.mode.Writing;
import io.vestnik.protocol.Nothing;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Tx;
import io.vestnik.table.Sessions.Shown;
import org.jspecify.annotations.Nullable;

/// `revokeSession`: ends one of one's sessions, or all others (protocol §3). Their tokens are dead
/// from the answer on.
public final class RevokeSession implements Writing<RevokeSession.Request, Nothing> {
  public record Request(@Nullable String session_id, @Nullable Boolean others) {
    public Request {
      boolean all = others != null && others;
      if (session_id == null && !all) {
        throw Rejection.missing("session_id");
      }
      if (session_id != null && all) {
        throw Rejection.format("others", "Of session_id and others one alone may be given.");
      }
    }
  }

  @Override
  public Nothing handle(Caller caller, Request request, Tx tx) {
    if (request.session_id == null) {
      tx.endSessions(caller.userId(), caller.session().id());
      return new Nothing();
    }
    Shown named =
        tx.sessions().shown(caller.userId()).stream()
            .filter(shown -> shown.sessionId().equals(request.session_id))
            .findFirst()
            .orElse(null);
    if (named == null) {
      throw Rejection.noSession();
    }
    tx.endSession(named.session().id());
    return new Nothing();
  }
}
