package io.vestnik.mode;

import io.vestnik.store.Tx;

/// A mode that only reads: it runs on a reader, on one snapshot.
public non-sealed interface Reading<Q extends Record, A extends Record> extends Mode<Q, A> {
  A handle(Caller caller, Q request, Tx tx);
}
