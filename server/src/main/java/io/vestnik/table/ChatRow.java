package io.vestnik.table;

import io.vestnik.model.ChatType;
import io.vestnik.model.Entry;
import io.vestnik.model.Permissions;
import org.jspecify.annotations.Nullable;

/// A chat as it is stored.
///
/// @param photoId of a group
/// @param permissions of a group, null in personal chats
/// @param lastMessageId 0 where there is none, as is its time
public record ChatRow(
    long id,
    ChatType type,
    @Nullable String name,
    @Nullable String about,
    @Nullable String photoId,
    @Nullable Permissions permissions,
    int memberCount,
    long createdTime,
    long lastEventId,
    long lastEventTime,
    long lastMessageId,
    long lastMessageTime) {

  /// In chats of more members there is no typing, read and delivered for all (protocol §7).
  public static final int MOST_OF_SMALL = 50;

  /// Whether the members hear of each other's typing, reading and receiving.
  public boolean isSmall() {
    return memberCount <= MOST_OF_SMALL;
  }

  /// The same after an entry that is no message.
  public ChatRow after(Entry entry) {
    return new ChatRow(
        id,
        type,
        name,
        about,
        photoId,
        permissions,
        memberCount,
        createdTime,
        entry.event_id(),
        entry.event_time(),
        lastMessageId,
        lastMessageTime);
  }
}
