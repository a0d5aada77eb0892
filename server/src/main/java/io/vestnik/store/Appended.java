package io.vestnik.store;

/// The number that a message got.
///
/// @param duplicate whether it had got it before, from an earlier try with the same key
public record Appended(long eventId, long eventTime, boolean duplicate) {}
