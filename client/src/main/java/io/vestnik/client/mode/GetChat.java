package io.vestnik.client.mode;

import io.vestnik.model.Chat;

/// `getChat`: one chat, as getChats shows it (protocol §4).
///
/// Made of the server's `io.vestnik.chat.GetChat` by `ClientModesTest`.
public record GetChat(long chat_id) implements Request<GetChat.Answer> {
  private static final Mode<Answer> MODE = new Mode<>("getChat", true, true, Answer.class);

  @Override
  public Mode<Answer> mode() {
    return MODE;
  }

  public record Answer(Chat chat) {}
}
