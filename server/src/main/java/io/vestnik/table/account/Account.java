package io.vestnik.table.account;

import org.jspecify.annotations.Nullable;

/// A user as stored, with all that signing in and managing an account asks for.
///
/// @param email null where another has proved that the address is theirs
/// @param disabled by the operator: nobody may sign in
/// @param deletedTime since when nothing is left of it but its number; null where it is there
public record Account(
    long id,
    String username,
    String usernameKey,
    String skeleton,
    @Nullable String email,
    @Nullable String emailKey,
    boolean emailVerified,
    String passwordHash,
    boolean disabled,
    String language,
    @Nullable Long lastSeenTime,
    long createdTime,
    @Nullable Long deletedTime) {}
