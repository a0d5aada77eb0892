package io.vestnik.client.state;

import io.vestnik.client.mode.SendMessage;

/// A message that is still to be sent, or whose answer has not come.
///
/// @param key its `client_message_id`
/// @param message the request; always with its key
/// @param chat_created_time of the chat it was written in; 0 where that was not known. The number
///   alone does not tell the chat where the server's data set has become another
public record Unsent(String key, SendMessage message, long chat_created_time) {
  /// The chat it goes to.
  public long chatId() {
    return message.chat_id();
  }
}
