package io.vestnik.client.mode;

import io.vestnik.model.Chat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `getChats`: one's chats, the newest activity first (protocol §4). A chat's activity is its last
/// message, or where there is none one's joining.
///
/// Made of the server's `io.vestnik.chat.GetChats` by `ClientModesTest`.
public record GetChats(@Nullable Integer limit, @Nullable String before)
    implements Request<GetChats.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("getChats", true, true, Answer.class);

  /// With what is required alone.
  public GetChats() {
    this(null, null);
  }

  /// The same request with `limit`.
  public GetChats withLimit(@Nullable Integer limit) {
    return new GetChats(limit, before);
  }

  /// The same request with `before`.
  public GetChats withBefore(@Nullable String before) {
    return new GetChats(limit, before);
  }

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  /// A page of chats.
  ///
  /// @param next for `before` in the request of the next page
  public record Answer(List<Chat> chats, boolean has_more, @Nullable String next) {}
}
