package io.vestnik.message;

import io.vestnik.chat.KeyedHash;
import io.vestnik.store.Append;

/// What of a message its `client_message_id` stands for (protocol §5), as a keyed hash.
public final class ContentHash {
  private final KeyedHash hash;

  public ContentHash(KeyedHash hash) {
    this.hash = hash;
  }

  /// The hash of what is sent: content, content_type and reply_to.
  byte[] of(Append.Draft draft) {
    String head = draft.contentType().word() + "\n" + draft.replyTo() + "\n";
    return hash.of(head + draft.content());
  }

  /// The hash of a forward: of which message it is one, whatever becomes of that.
  byte[] ofForward(long fromChatId, long messageId) {
    // No content_type is called so.
    return hash.of("forward\n" + fromChatId + "\n" + messageId);
  }
}
