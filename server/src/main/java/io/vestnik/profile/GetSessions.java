package io.vestnik.profile;

import io.vestnik.mode.Caller;
import io.vestnik.mode.Reading;
import io.vestnik.model.Clock;
import io.vestnik.model.Session;
import io.vestnik.store.Tx;
import io.vestnik.table.Sessions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `getSessions`: where one is signed in, the last used first (protocol §3).
public final class GetSessions implements Reading<GetSessions.Request, GetSessions.Answer> {
  private final Clock clock;

  public GetSessions(Clock clock) {
    this.clock = clock;
  }

  public record Request() {}

  public record Answer(List<Device> sessions) {}

  /// One session.
  ///
  /// @param device the user's own word for it
  /// @param last_used_time exact to the hour
  /// @param address the IP address that it was begun from
  /// @param current whether it is the one that asks
  public record Device(
      String session_id,
      @Nullable String device,
      long created_time,
      long last_used_time,
      @Nullable String address,
      boolean current) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    return new Answer(
        tx.sessions().shown(caller.userId()).stream()
            .filter(shown -> isCurrent(shown, caller) || !shown.session().isOver(clock.millis()))
            .map(shown -> device(shown, caller))
            .toList());
  }

  private static boolean isCurrent(Sessions.Shown shown, Caller caller) {
    return shown.session().id() == caller.session().id();
  }

  // Of the session that asks the row may still wait for its last use to be written.
  private static Device device(Sessions.Shown shown, Caller caller) {
    boolean current = isCurrent(shown, caller);
    Session session = current ? caller.session() : shown.session();
    return new Device(
        shown.sessionId(),
        shown.place().device(),
        shown.createdTime(),
        session.lastUsedTime(),
        shown.place().address(),
        current);
  }
}
