package io.vestnik.client.mode;

import org.jspecify.annotations.Nullable;

/// `auth`: a token for a username, or a verified e-mail address, and its password (protocol §3).
/// Whether the account exists is told neither by the answer nor by its time.
///
/// Made of the server's `io.vestnik.account.Auth` by `ClientModesTest`.
public record Auth(
    String username,
    String password,
    @Nullable String code,
    @Nullable String device,
    @Nullable Boolean evict)
    implements Request<Auth.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("auth", false, false, Answer.class);

  /// With what is required alone.
  public Auth(String username, String password) {
    this(username, password, null, null, null);
  }

  /// The same request with `code`.
  public Auth withCode(@Nullable String code) {
    return new Auth(username, password, code, device, evict);
  }

  /// The same request with `device`.
  public Auth withDevice(@Nullable String device) {
    return new Auth(username, password, code, device, evict);
  }

  /// The same request with `evict`.
  public Auth withEvict(@Nullable Boolean evict) {
    return new Auth(username, password, code, device, evict);
  }

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  public record Answer(String token, long user_id) {}
}
