package io.vestnik.client.mode;

import org.jspecify.annotations.Nullable;

/// `confirmRecovery`: a new password and a token for a mailed code (protocol §3). Every older
/// session ends.
///
/// Made of the server's `io.vestnik.account.ConfirmRecovery` by `ClientModesTest`.
public record ConfirmRecovery(
    String known_data,
    Recovery.KnownDataType known_data_type,
    String code,
    String new_password,
    @Nullable String totp)
    implements Request<ConfirmRecovery.Answer> {
  private static final Mode<Answer> MODE =
      new Mode<>("confirmRecovery", false, false, Answer.class);

  /// With what is required alone.
  public ConfirmRecovery(
      String known_data, Recovery.KnownDataType known_data_type, String code, String new_password) {
    this(known_data, known_data_type, code, new_password, null);
  }

  /// The same request with `totp`.
  public ConfirmRecovery withTotp(@Nullable String totp) {
    return new ConfirmRecovery(known_data, known_data_type, code, new_password, totp);
  }

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  public record Answer(String token, long user_id) {}
}
