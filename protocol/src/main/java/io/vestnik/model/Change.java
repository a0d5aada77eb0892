package io.vestnik.model;

/// A field marked ∅ in the contract: null there is a value (remove, off), absence means "leave as
/// it is".
public sealed interface Change<T> {
  /// The field was absent.
  record Keep<T>() implements Change<T> {}

  /// The field was null.
  record Clear<T>() implements Change<T> {}

  /// The field has a value.
  record Set<T>(T value) implements Change<T> {}
}
