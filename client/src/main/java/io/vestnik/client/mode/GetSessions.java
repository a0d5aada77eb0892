package io.vestnik.client.mode;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `getSessions`: where one is signed in, the last used first (protocol §3).
///
/// Made of the server's `io.vestnik.profile.GetSessions` by `ClientModesTest`.
public record GetSessions() implements Request<GetSessions.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("getSessions", true, true, Answer.class);

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

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
}
