package io.vestnik.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message as it travels (protocol §5). The original's five fields are always there.
///
/// @param deleted true where it was erased; then its content is empty
/// @param reactions not in the log, where each is an entry of its own; so with `pinned`
/// @param client_message_id shown to its sender alone
public record Message(
    long message_id,
    long chat_id,
    @Always @Nullable Long from_id,
    @Always @Nullable String from_name,
    String content,
    ContentType content_type,
    long content_time,
    @Nullable Long edited_time,
    @Nullable Boolean deleted,
    @Nullable Long reply_to,
    @Nullable Forwarded forwarded_from,
    @Nullable List<ReactionCount> reactions,
    @Nullable Boolean pinned,
    @Nullable List<Mention> mentions,
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
            edited_time,
            deleted,
            reply_to,
            forwarded_from,
            reactions,
            pinned,
            mentions,
            null);
  }

  /// The same message with what members have put to it.
  public Message marked(@Nullable List<ReactionCount> itsReactions, boolean isPinned) {
    return new Message(
        message_id,
        chat_id,
        from_id,
        from_name,
        content,
        content_type,
        content_time,
        edited_time,
        deleted,
        reply_to,
        forwarded_from,
        itsReactions,
        isPinned ? true : null,
        mentions,
        client_message_id);
  }
}
