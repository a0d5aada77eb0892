package io.vestnik.account;

import io.vestnik.mode.Immediate;
import io.vestnik.model.Wire;
import io.vestnik.protocol.Limits;

/// `getServerInfo`: what this server is, allows and can do (protocol §3).
public final class GetServerInfo implements Immediate<GetServerInfo.Request, GetServerInfo.Answer> {
  /// The protocol's own version: it grows when something is added.
  static final int PROTOCOL = 1;

  private final Answer answer;

  /// The answer never changes while the server runs.
  public GetServerInfo(String name, String version, Limits limits, Features features) {
    answer = new Answer(name, version, PROTOCOL, limits, features);
  }

  /// The operator's name for the server.
  public String name() {
    return answer.name;
  }

  /// What is set up here.
  public Features features() {
    return answer.features;
  }

  public record Request() {}

  public record Answer(
      String name, String version, int protocol, Limits limits, Features features) {}

  /// What is set up here.
  ///
  /// @param mail whether the server can send mail
  /// @param find_users whether users may be looked for by the beginnings of their names
  public record Features(boolean mail, Registration registration, boolean find_users) {}

  /// Who may register.
  public enum Registration implements Wire {
    /// Anybody.
    OPEN,
    /// Who has an invite of the operator.
    INVITE,
    /// Nobody.
    CLOSED
  }

  @Override
  public Answer handle(Request request) {
    return answer;
  }
}
