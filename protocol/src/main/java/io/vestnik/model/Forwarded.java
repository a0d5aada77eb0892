package io.vestnik.model;

import org.jspecify.annotations.Nullable;

/// Who first sent a message that was forwarded (protocol §5).
///
/// @param username as it is at the time of reading
public record Forwarded(long user_id, @Nullable String username) {}
