package io.vestnik.bus;

import io.vestnik.model.Signal;
import java.util.List;

/// What a node tells the others of what it has committed, or of who is connected to it.
public sealed interface Hint {
  /// A chat's log has grown up to an entry.
  record Grown(long chatId, long lastEventId) implements Hint {}

  /// An entry names these users: whom it adds to the chat must hear it.
  record Named(long chatId, long eventId, List<Long> userIds) implements Hint {}

  /// What is in no log.
  record Told(Signal signal) implements Hint {}

  /// Whether a user is connected to the node, and when that was last so.
  record Present(long userId, boolean online, long time) implements Hint {}

  /// Who is connected to the node, in parts.
  ///
  /// @param first whether this is the first part
  /// @param last whether this is the last part
  record AllPresent(boolean first, boolean last, List<Long> userIds) implements Hint {}
}
