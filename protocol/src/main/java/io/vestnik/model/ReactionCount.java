package io.vestnik.model;

import java.util.List;

/// How often a message got a reaction (protocol §5).
///
/// @param user_ids the first three who gave it
public record ReactionCount(String reaction, int count, List<Long> user_ids) {}
