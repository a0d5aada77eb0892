package io.vestnik.client.mode;

import io.vestnik.model.User;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `getBlocked`: whom one has blocked, ascending by user_id (protocol §3).
///
/// Made of the server's `io.vestnik.profile.GetBlocked` by `ClientModesTest`.
public record GetBlocked(@Nullable Long after_user_id, @Nullable Integer limit)
    implements Request<GetBlocked.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("getBlocked", true, true, Answer.class);

  /// With what is required alone.
  public GetBlocked() {
    this(null, null);
  }

  /// The same request with `after_user_id`.
  public GetBlocked withAfterUserId(@Nullable Long after_user_id) {
    return new GetBlocked(after_user_id, limit);
  }

  /// The same request with `limit`.
  public GetBlocked withLimit(@Nullable Integer limit) {
    return new GetBlocked(after_user_id, limit);
  }

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  /// A page of users.
  ///
  /// @param has_more whether there are more with higher numbers
  public record Answer(List<User> users, boolean has_more) {}
}
