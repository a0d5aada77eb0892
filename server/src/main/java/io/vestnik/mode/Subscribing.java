package io.vestnik.mode;

/// A mode that changes what its connection hears. It runs as a [Working] one does; what is to
/// happen once the answer is sent, so that no event goes before it, it gives back with it.
public non-sealed interface Subscribing<Q extends Record, A extends Record> extends Mode<Q, A> {
  Then<A> handle(Caller caller, Q request);

  /// An answer, and what is run on the connection's event loop right after it is sent.
  record Then<A extends Record>(A answer, Runnable afterwards) {}
}
