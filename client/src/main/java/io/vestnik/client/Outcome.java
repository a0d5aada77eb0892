package io.vestnik.client;

/// What became of a request.
sealed interface Outcome<A> {
  /// It was answered with 200.
  record Done<A>(A answer) implements Outcome<A> {}

  /// It was refused, or not answered.
  record Failed<A>(VestnikException why) implements Outcome<A> {}
}
