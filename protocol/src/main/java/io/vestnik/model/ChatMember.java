package io.vestnik.model;

import org.jspecify.annotations.Nullable;

/// A member as a chat shows them (protocol §4).
public record ChatMember(long user_id, String username, @Nullable String photo_id, Role role) {}
