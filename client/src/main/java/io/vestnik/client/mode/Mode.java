package io.vestnik.client.mode;

/// What a request asks for.
///
/// @param name the protocol's word
/// @param needsToken whether only who is signed in may ask
/// @param reads whether it changes nothing, and may be asked again whatever became of the first
///   time
/// @param answer what is answered
public record Mode<A extends Record>(
    String name, boolean needsToken, boolean reads, Class<A> answer) {}
