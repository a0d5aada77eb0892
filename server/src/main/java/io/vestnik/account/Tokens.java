package io.vestnik.account;

import io.vestnik.mode.Caller;
import io.vestnik.model.Clock;
import io.vestnik.model.Session;
import io.vestnik.model.TokenHash;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Tx;
import io.vestnik.table.Sessions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gives out tokens, as many as a user may have at a time (protocol §3).
public final class Tokens {
  private final Secrets secrets;
  private final Clock clock;
  private final int max;

  /// @param max tokens a user
  public Tokens(Secrets secrets, Clock clock, int max) {
    this.secrets = secrets;
    this.clock = clock;
    this.max = max;
  }

  /// Whom a token is for.
  ///
  /// @param evict whether the least recently used session may be ended to make room
  public record For(long userId, @Nullable String device, boolean evict) {}

  /// Begins a session and gives its token. Refuses with 403 `tokenLimit`.
  public String issue(Tx tx, Caller caller, For whom) {
    tx.users().lock(whom.userId); // so that two at once do not both find room
    List<Session> sessions = alive(tx, whom.userId);
    if (sessions.size() >= max) {
      if (!whom.evict) {
        throw Rejection.tokenLimit(max);
      }
      sessions.subList(0, sessions.size() - max + 1).forEach(s -> tx.endSession(s.id()));
    }
    String token = secrets.token();
    tx.sessions()
        .add(
            new Sessions.NewSession(
                secrets.id(),
                TokenHash.of(token),
                whom.userId,
                whom.device,
                caller.address(),
                clock.millis()));
    return token;
  }

  // The user's, the least recently used first. Those that died of age are cleared away.
  private List<Session> alive(Tx tx, long userId) {
    long now = clock.millis();
    List<Session> alive = new ArrayList<>();
    for (Session session : tx.sessions().ofUser(userId)) {
      if (session.isOver(now)) {
        tx.endSession(session.id());
      } else {
        alive.add(session);
      }
    }
    return alive;
  }
}
