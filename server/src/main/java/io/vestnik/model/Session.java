package io.vestnik.model;

/// One sign-in of one user: what a token stands for (protocol §3). The token itself is kept
/// nowhere.
///
/// @param id the database's own number
/// @param userId whose it is
/// @param lastUsedTime milliseconds; exact to the hour
public record Session(long id, long userId, long lastUsedTime) {}
