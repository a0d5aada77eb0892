package io.vestnik.client.mode;

import org.jspecify.annotations.Nullable;

/// `createInvite`: who knows it may join the group, so often and so long as it says (protocol §6).
///
/// Made of the server's `io.vestnik.group.CreateInvite` by `ClientModesTest`.
public record CreateInvite(long chat_id, @Nullable Long expires_time, @Nullable Integer max_uses)
    implements Request<CreateInvite.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("createInvite", true, false, Answer.class);

  /// With what is required alone.
  public CreateInvite(long chat_id) {
    this(chat_id, null, null);
  }

  /// The same request with `expires_time`.
  public CreateInvite withExpiresTime(@Nullable Long expires_time) {
    return new CreateInvite(chat_id, expires_time, max_uses);
  }

  /// The same request with `max_uses`.
  public CreateInvite withMaxUses(@Nullable Integer max_uses) {
    return new CreateInvite(chat_id, expires_time, max_uses);
  }

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  public record Answer(String invite) {}
}
