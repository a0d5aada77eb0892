package io.vestnik.table;

import io.vestnik.model.ChatSettings;
import io.vestnik.model.Role;
import org.jspecify.annotations.Nullable;

/// A membership as it is stored, with the member's username and photo.
///
/// @param firstEventId what lies before it does not exist for the member
/// @param joinedEventId the entry that made them a member; 0 where they are there from the start
/// @param readMessageId up to where they have read, or need not read
/// @param wrote whether the member has sent anything into the chat
/// @param cleared whether the chat is out of the member's list until the next message
/// @param bar why what the member writes does not reach the other one of a personal chat
/// @param hiddenCount how many messages they have ever hidden from themselves
/// @param settingsChanges how often they have changed their settings of the chat
/// @param lookChanges how often their name or photo has changed
public record MemberRow(
    long chatId,
    long userId,
    String username,
    @Nullable String photoId,
    Role role,
    long joinedTime,
    long firstEventId,
    long joinedEventId,
    long readMessageId,
    long deliveredMessageId,
    boolean wrote,
    boolean cleared,
    Bar bar,
    long hiddenCount,
    ChatSettings settings,
    long settingsChanges,
    long lookChanges) {

  /// What keeps a member from writing to the other one of a personal chat.
  public enum Bar {
    NONE,
    /// The other one has blocked them.
    BLOCKED,
    /// The other one's account is deleted.
    ACCOUNT_DELETED
  }
}
