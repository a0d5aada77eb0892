package io.vestnik.mode;

/// A mode that is answered from memory, at once, on the event loop.
public non-sealed interface Immediate<Q extends Record, A extends Record> extends Mode<Q, A> {
  A handle(Q request);
}
