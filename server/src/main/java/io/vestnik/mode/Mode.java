package io.vestnik.mode;

/// What a request asks for: one class a mode. Its kind says where it runs.
///
/// @param <Q> the request's own fields
/// @param <A> the answer's own fields
public sealed interface Mode<Q extends Record, A extends Record>
    permits Immediate, Reading, Writing, Appending, Working, Subscribing {}
