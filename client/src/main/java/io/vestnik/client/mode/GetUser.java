package io.vestnik.client.mode;

import org.jspecify.annotations.Nullable;

/// `getUser`: one user as one may see them (protocol §3), and whether they are there where they
/// show that.
///
/// Made of the server's `io.vestnik.profile.GetUser` by `ClientModesTest`.
public record GetUser(@Nullable Long user_id, @Nullable String username)
    implements Request<GetUser.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("getUser", true, true, Answer.class);

  /// With what is required alone.
  public GetUser() {
    this(null, null);
  }

  /// The same request with `user_id`.
  public GetUser withUserId(@Nullable Long user_id) {
    return new GetUser(user_id, username);
  }

  /// The same request with `username`.
  public GetUser withUsername(@Nullable String username) {
    return new GetUser(user_id, username);
  }

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  /// The user.
  ///
  /// @param online absent where they do not show it to who asks
  /// @param last_seen when they were last there; absent while they are, and where it is not shown
  public record Answer(
      long user_id,
      String username,
      @Nullable String photo_id,
      @Nullable String about,
      @Nullable Boolean online,
      @Nullable Long last_seen) {}
}
