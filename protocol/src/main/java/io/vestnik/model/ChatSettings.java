package io.vestnik.model;

import org.jspecify.annotations.Nullable;

/// What one member has set for themselves alone (protocol §4).
///
/// @param muted_until milliseconds since the epoch
public record ChatSettings(@Always @Nullable Long muted_until, boolean pinned, boolean archived) {}
