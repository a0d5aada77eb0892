package io.vestnik.store;

/// What runs inside a transaction: short, and waiting for nothing else.
public interface Work<T> {
  T run(Tx tx);
}
