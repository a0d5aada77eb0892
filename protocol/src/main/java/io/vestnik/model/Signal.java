package io.vestnik.model;

import java.util.List;

/// What others must hear that is in no chat's log (protocol §7, "beside the log").
public sealed interface Signal {
  /// A session was ended: its token is dead from now on.
  ///
  /// @param name what the contract calls session_id
  record SessionEnded(long sessionId, TokenHash tokenHash, long userId, String name)
      implements Signal {}

  /// A member is typing.
  record Typing(long chatId, long userId) implements Signal {}

  /// A member has read up to a message.
  ///
  /// @param toAll whether the others hear of it, or their own devices alone
  record Read(long chatId, long userId, long messageId, boolean toAll) implements Signal {}

  /// Messages up to this one have reached a member.
  record Delivered(long chatId, long userId, long messageId) implements Signal {}

  /// A member was given messages up to this one by a read.
  record Given(long chatId, long userId, long messageId) implements Signal {}

  /// What a member alone sees of a chat has changed: their marker, their settings.
  record ChatChanged(long chatId, long userId) implements Signal {}

  /// A member has cleared a chat for themselves, up to an entry.
  record ChatCleared(long chatId, long userId, long eventId) implements Signal {}

  /// A member has hidden messages from themselves.
  record MessagesHidden(long chatId, long userId, List<Long> messageIds) implements Signal {}

  /// A member of a personal chat has written into it for the first time: the other one may see from
  /// now on whether they are there.
  record FirstWritten(long chatId, long userId) implements Signal {}

  /// What others see of a user has changed: the name, what they say of themselves.
  record UserChanged(long userId) implements Signal {}

  /// A user shows from now on whether they are there, or does not any more.
  record PresenceShown(long userId, boolean shows) implements Signal {}

  /// What is stored of a user is ready as a file for them.
  record ExportReady(long userId, String fileId) implements Signal {}

  /// A chat has ended for all.
  record ChatEnded(long chatId) implements Signal {}
}
