package io.vestnik.chat;

import io.vestnik.mode.Caller;
import io.vestnik.mode.Reading;
import io.vestnik.model.Chat;
import io.vestnik.protocol.Id;
import io.vestnik.store.Tx;
import io.vestnik.table.Chats;
import java.util.List;

/// `getChat`: one chat, as getChats shows it (protocol §4).
public final class GetChat implements Reading<GetChat.Request, GetChat.Answer> {
  public record Request(@Id long chat_id) {}

  public record Answer(Chat chat) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    Chats.Listed listed = Membership.chatOf(tx, request.chat_id, caller.userId());
    return new Answer(ChatViews.of(tx, List.of(listed), caller.userId()).getFirst());
  }
}
