package io.vestnik.client.mode;

/// A request: a record whose components are the protocol's fields.
///
/// @param <A> its answer
public interface Request<A extends Record> {
  /// What it asks for.
  Mode<A> mode();
}
