package io.vestnik.client.mode;

import io.vestnik.model.Wire;
import io.vestnik.protocol.Limits;

/// `getServerInfo`: what this server is, allows and can do (protocol §3).
///
/// Made of the server's `io.vestnik.account.GetServerInfo` by `ClientModesTest`.
public record GetServerInfo() implements Request<GetServerInfo.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("getServerInfo", false, true, Answer.class);

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  public record Answer(
      String name, String version, int protocol, Limits limits, Features features) {}

  /// What is set up here.
  ///
  /// @param mail whether the server can send mail
  /// @param find_users whether users may be looked for by the beginnings of their names
  public record Features(boolean mail, Registration registration, boolean find_users) {}

  /// Who may register.
  public enum Registration implements Wire {
    OPEN,
    INVITE,
    CLOSED
  }
}
