package io.vestnik.mode;

import io.vestnik.store.Tx;

/// A mode that changes something: it runs in the store's next group commit, and its answer is sent
/// when that is on disk. Where it throws, nothing of it stays.
public non-sealed interface Writing<Q extends Record, A extends Record> extends Mode<Q, A> {
  A handle(Caller caller, Q request, Tx tx);
}
