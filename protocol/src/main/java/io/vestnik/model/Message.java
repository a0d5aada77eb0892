package io.vestnik.model;

import org.jspecify.annotations.Nullable;

/// A message as it travels (protocol §5). The original's five fields are always there.
///
/// @param client_message_id shown to its sender alone
public record Message(
    long message_id,
    long chat_id,
    @Always @Nullable Long from_id,
    @Always @Nullable String from_name,
    String content,
    ContentType content_type,
    long content_time,
    @Nullable Long reply_to,
    @Nullable String client_message_id) {

  /// The same message as any other reader sees it.
  public Message forOthers() {
    return client_message_id == null
        ? this
        : new Message(
            message_id,
            chat_id,
            from_id,
            from_name,
            content,
            content_type,
            content_time,
            reply_to,
            null);
  }
}
