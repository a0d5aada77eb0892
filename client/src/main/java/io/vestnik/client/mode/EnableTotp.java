package io.vestnik.client.mode;

/// `enableTotp`: a new secret for an authenticator; two factors are on once confirmTotp brings a
/// code of it (protocol §3).
///
/// Made of the server's `io.vestnik.account.EnableTotp` by `ClientModesTest`.
public record EnableTotp(String password) implements Request<EnableTotp.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("enableTotp", true, false, Answer.class);

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  public record Answer(String secret, String uri) {}
}
