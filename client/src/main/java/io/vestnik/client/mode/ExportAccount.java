package io.vestnik.client.mode;

/// `exportAccount`: has a file made of all that is stored of the user (protocol §3). One that is
/// being made, or is new, is not made again.
///
/// Made of the server's `io.vestnik.export.ExportAccount` by `ClientModesTest`.
public record ExportAccount(String password) implements Request<ExportAccount.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("exportAccount", true, false, Answer.class);

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  /// Where the file will be.
  public record Answer(String file_id) {}
}
