package io.vestnik.protocol;

/// The answer of a mode that has no fields of its own: the envelope is all.
public record Nothing() {}
