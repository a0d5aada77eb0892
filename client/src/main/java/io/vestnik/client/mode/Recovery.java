package io.vestnik.client.mode;

import io.vestnik.model.Wire;
import io.vestnik.protocol.Nothing;
import org.jspecify.annotations.Nullable;

/// `recovery`: mails a code to who has lost the password (protocol §3). Whether there is such an
/// account is told neither by the answer nor by its time: the same is written for both.
///
/// @param username where it is given too, both must name one account
///
///   Made of the server's `io.vestnik.account.Recovery` by `ClientModesTest`.
public record Recovery(String known_data, KnownDataType known_data_type, @Nullable String username)
    implements Request<Nothing> {
  private static final Mode<Nothing> MODE = new Mode<>("recovery", false, false, Nothing.class);

  /// With what is required alone.
  public Recovery(String known_data, KnownDataType known_data_type) {
    this(known_data, known_data_type, null);
  }

  /// The same request with `username`.
  public Recovery withUsername(@Nullable String username) {
    return new Recovery(known_data, known_data_type, username);
  }

  @Override
  public Mode<Nothing> mode() {
    return MODE;
  }

  /// What `known_data` is.
  public enum KnownDataType implements Wire {
    EMAIL,
    USERNAME
  }
}
