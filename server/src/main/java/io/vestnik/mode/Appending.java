package io.vestnik.mode;

import io.vestnik.store.Append;
import io.vestnik.store.Appended;

/// A mode that adds one message to a chat's log: the hot write, as a value, so that many share a
/// commit and its statements.
public non-sealed interface Appending<Q extends Record, A extends Record> extends Mode<Q, A> {
  Append append(Caller caller, Q request);

  A answer(Appended appended);
}
