package io.vestnik.client.mode;

import io.vestnik.model.User;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `findUsers`: those whose names begin so, whatever the case (protocol §3).
///
/// Made of the server's `io.vestnik.profile.FindUsers` by `ClientModesTest`.
public record FindUsers(String query, @Nullable Integer limit)
    implements Request<FindUsers.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("findUsers", true, true, Answer.class);

  /// With what is required alone.
  public FindUsers(String query) {
    this(query, null);
  }

  /// The same request with `limit`.
  public FindUsers withLimit(@Nullable Integer limit) {
    return new FindUsers(query, limit);
  }

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  /// The users, in the order of their names.
  ///
  /// @param has_more whether more names begin so: a longer query finds them
  public record Answer(List<User> users, boolean has_more) {}
}
