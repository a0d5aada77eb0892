package io.vestnik.client.mode;

import io.vestnik.protocol.Nothing;

/// `typing`: the others hear that one is typing, in chats of up to 50 (protocol §4). More than one
/// in 3 s is ignored.
///
/// Made of the server's `io.vestnik.chat.Typing` by `ClientModesTest`.
public record Typing(long chat_id) implements Request<Nothing> {
  private static final Mode<Nothing> MODE = new Mode<>("typing", true, true, Nothing.class);

  @Override
  public Mode<Nothing> mode() {
    return MODE;
  }
}
