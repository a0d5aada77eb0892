package io.vestnik.client.mode;

import io.vestnik.model.Language;
import org.jspecify.annotations.Nullable;

/// `register`: a new account, signed in at once (protocol §3). A username or an e-mail address that
/// somebody has is 409.
///
/// Made of the server's `io.vestnik.account.Register` by `ClientModesTest`.
public record Register(
    String username,
    String password,
    String email,
    @Nullable String device,
    @Nullable Language language,
    @Nullable String invite)
    implements Request<Register.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("register", false, false, Answer.class);

  /// With what is required alone.
  public Register(String username, String password, String email) {
    this(username, password, email, null, null, null);
  }

  /// The same request with `device`.
  public Register withDevice(@Nullable String device) {
    return new Register(username, password, email, device, language, invite);
  }

  /// The same request with `language`.
  public Register withLanguage(@Nullable Language language) {
    return new Register(username, password, email, device, language, invite);
  }

  /// The same request with `invite`.
  public Register withInvite(@Nullable String invite) {
    return new Register(username, password, email, device, language, invite);
  }

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  public record Answer(String token, long user_id) {}
}
