package io.vestnik.model;

import org.jspecify.annotations.Nullable;

/// A user as everybody may see them (protocol §3).
///
/// @param about what they say of themselves
public record User(
    long user_id, String username, @Nullable String photo_id, @Nullable String about) {}
