package io.vestnik.mode;

/// A mode that takes a while or waits: it runs on a thread of its own and may block.
public non-sealed interface Working<Q extends Record, A extends Record> extends Mode<Q, A> {
  A handle(Caller caller, Q request);
}
