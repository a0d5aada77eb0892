package io.vestnik.client.mode;

import io.vestnik.protocol.Nothing;

/// `unsubscribe`: from its answer on the connection gets no events (protocol §7).
///
/// Made of the server's `io.vestnik.live.Unsubscribe` by `ClientModesTest`.
public record Unsubscribe() implements Request<Nothing> {
  private static final Mode<Nothing> MODE = new Mode<>("unsubscribe", true, false, Nothing.class);

  @Override
  public Mode<Nothing> mode() {
    return MODE;
  }
}
