package io.vestnik.client.mode;

import java.util.List;

/// `confirmTotp`: turns two factors on, for a code of the secret that enableTotp gave (protocol
/// §3). The recovery codes are told once.
///
/// Made of the server's `io.vestnik.account.ConfirmTotp` by `ClientModesTest`.
public record ConfirmTotp(String code) implements Request<ConfirmTotp.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("confirmTotp", true, false, Answer.class);

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  public record Answer(List<String> recovery_codes) {}
}
