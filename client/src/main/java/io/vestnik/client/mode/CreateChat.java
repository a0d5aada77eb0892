package io.vestnik.client.mode;

import io.vestnik.model.Wire;
import io.vestnik.protocol.Scalar;

/// `createChat`, alias `createPersonalChat`: the personal chat of two users, or one's notes
/// (protocol §4). Asked again, by either side, it is the same chat.
///
/// Made of the server's `io.vestnik.chat.CreateChat` by `ClientModesTest`.
public record CreateChat(Scalar contact_value, ContactMode contact_mode)
    implements Request<CreateChat.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("createChat", true, false, Answer.class);

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  public record Answer(long chat_id) {}

  /// What `contact_value` holds.
  public enum ContactMode implements Wire {
    ID,
    USERNAME
  }
}
