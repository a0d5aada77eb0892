package io.vestnik.model;

/// A member's name in a text, as `@username` (protocol §5).
///
/// @param offset of the `@`, in code points
/// @param length with the `@`, in code points
public record Mention(int offset, int length, long user_id) {}
