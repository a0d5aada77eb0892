package io.vestnik.client.mode;

import io.vestnik.model.Language;
import io.vestnik.model.Wire;
import org.jspecify.annotations.Nullable;

/// `getProfile`: one's own account, with what nobody else sees of it (protocol §3).
///
/// Made of the server's `io.vestnik.profile.GetProfile` by `ClientModesTest`.
public record GetProfile() implements Request<GetProfile.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("getProfile", true, true, Answer.class);

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  /// The account.
  ///
  /// @param email absent where another has proved that the address is theirs
  /// @param totp whether two factors are on
  public record Answer(
      long user_id,
      String username,
      @Nullable String email,
      boolean email_verified,
      @Nullable String photo_id,
      @Nullable String about,
      Language language,
      boolean totp,
      ShowPresence show_presence,
      long created_time) {}

  /// To whom one shows whether one is there.
  public enum ShowPresence implements Wire {
    CONTACTS,
    NOBODY
  }
}
