package io.vestnik.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Where the outcome of stored work goes. All replies of one commit for one executor run as one
/// task of it.
///
/// @param where runs `then`
public record Reply<T>(Executor where, Consumer<Outcome<T>> then) {
  /// What became of the work.
  public sealed interface Outcome<T> {}

  /// It was done, and is on disk if it wrote.
  public record Done<T>(T value) implements Outcome<T> {}

  /// It was not done.
  public record Failed<T>(RuntimeException why) implements Outcome<T> {}

  static <T> Reply<T> to(CompletableFuture<T> future) {
    return new Reply<>(
        Runnable::run,
        outcome -> {
          switch (outcome) {
            case Done<T>(T value) -> future.complete(value);
            case Failed<T>(RuntimeException why) -> future.completeExceptionally(why);
          }
        });
  }
}
