package io.vestnik.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A chat as one of its members sees it (protocol §4).
public record Chat(
    long chat_id,
    List<ChatMember> chat_members,
    int member_count,
    String chat_name,
    ChatType chat_type,
    @Nullable String photo_id,
    @Nullable String about,
    long created_time,
    @Always @Nullable Long last_message_time,
    @Always @Nullable String last_message_text,
    @Always @Nullable ContentType last_message_type,
    @Always @Nullable String last_message_sender,
    @Always @Nullable Long last_message_id,
    long last_event_id,
    long first_event_id,
    int unread_count,
    int unread_mentions,
    long read_message_id,
    long read_by_others_message_id,
    List<Long> pinned_message_ids,
    @Nullable Long message_lifetime_ms,
    Role role,
    @Nullable Permissions permissions,
    ChatSettings settings,
    long revision) {}
