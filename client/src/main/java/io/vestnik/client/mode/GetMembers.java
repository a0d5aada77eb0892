package io.vestnik.client.mode;

import io.vestnik.model.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `getMembers`: a page of a chat's members, ascending by user_id (protocol §4).
///
/// Made of the server's `io.vestnik.chat.GetMembers` by `ClientModesTest`.
public record GetMembers(long chat_id, @Nullable Long after_user_id, @Nullable Integer limit)
    implements Request<GetMembers.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("getMembers", true, true, Answer.class);

  /// With what is required alone.
  public GetMembers(long chat_id) {
    this(chat_id, null, null);
  }

  /// The same request with `after_user_id`.
  public GetMembers withAfterUserId(@Nullable Long after_user_id) {
    return new GetMembers(chat_id, after_user_id, limit);
  }

  /// The same request with `limit`.
  public GetMembers withLimit(@Nullable Integer limit) {
    return new GetMembers(chat_id, after_user_id, limit);
  }

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  /// A page of members.
  ///
  /// @param has_more whether there are more with higher numbers
  public record Answer(List<Member> members, boolean has_more) {}

  /// A member, and since when they are one.
  public record Member(
      long user_id, String username, @Nullable String photo_id, Role role, long joined_time) {}
}
