package io.vestnik.client;

import io.vestnik.client.mode.SendMessage;
import io.vestnik.client.state.Unsent;
import io.vestnik.model.Chat;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Message;
import io.vestnik.model.Notice;
import java.util.List;

/// Told what happens, on a thread of the client's own and one call after the other. It may block,
/// and may call the client; while it takes its time, the client takes nothing more from the server.
public interface VestnikListener {
  /// The next entry of a chat's log: each chat's in order, without a gap, each once. Messages,
  /// edits, reactions, who came and who went: a `switch` over the body has them all. Entries of a
  /// kind that this client does not know are passed over.
  default void entry(Entry entry) {
    if (entry.body() instanceof Event.MessageSent(Message message)) {
      message(message);
    }
  }

  /// A message came; one's own come too.
  default void message(Message message) {}

  /// A chat is there, or looks otherwise than before.
  default void chat(Chat chat) {}

  /// A chat is there no longer, or its history begins anew: what is kept of it goes. Where it is
  /// back, [#chat] follows, and its entries begin there.
  ///
  /// @param reason `left`, `removed`, `deleted` or `cleared`
  default void chatGone(long chatId, String reason) {}

  /// Messages were hidden from oneself, on another device.
  default void hidden(long chatId, List<Long> messageIds) {}

  /// Entries, both ends inclusive, that are not handed on: they are too many, or no longer there.
  /// What is kept of the chat goes, or they are read by getMessages.
  default void skipped(long chatId, long fromEventId, long toEventId) {}

  /// The server's data set is another one: all that is kept of chats goes. The chats as they are
  /// now follow.
  default void reset() {}

  /// What happens beside the logs: typing, read, delivered, presence and the like. It is lost where
  /// one is away.
  default void notice(Notice notice) {}

  /// A message from [VestnikClient#send] has its number.
  default void sent(Unsent message, SendMessage.Answer answer) {}

  /// A message from [VestnikClient#send] was refused for good.
  default void refused(Unsent message, VestnikException why) {}

  /// All that was missed has been handed on; from now on things come as they happen.
  default void caughtUp() {}

  /// The connection was lost, or could not be made; another is tried.
  default void disconnected(VestnikException why) {}

  /// The token is dead. Nothing comes and nothing is sent until one signs in again.
  default void signedOut() {}

  /// The client has ended: something is wrong that waiting does not heal.
  default void failed(VestnikException why) {}
}
