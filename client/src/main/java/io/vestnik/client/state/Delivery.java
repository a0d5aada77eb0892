package io.vestnik.client.state;

import io.vestnik.model.Chat;
import io.vestnik.model.Entry;
import java.util.List;

/// Something the listener is told, once and in its order.
public sealed interface Delivery {
  /// The next entry of a chat's log.
  record EntryCame(Entry entry) implements Delivery {}

  /// A chat is there, or looks otherwise than before.
  record ChatSeen(Chat chat) implements Delivery {}

  /// A chat is there no longer, or its history begins anew: what is kept of it goes.
  record ChatGone(long chat_id, String reason) implements Delivery {}

  /// Messages were hidden from oneself, on another device.
  record Hidden(long chat_id, List<Long> message_ids) implements Delivery {}

  /// Entries that are not handed on, both ends inclusive: there are too many, or they are gone.
  record Skipped(long chat_id, long from_event_id, long to_event_id) implements Delivery {}

  /// The server's data set is another one: all that is kept goes.
  record Reset() implements Delivery {}
}
