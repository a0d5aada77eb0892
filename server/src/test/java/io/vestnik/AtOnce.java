package io.vestnik;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/// Does many things at the same time.
public final class AtOnce {
  private AtOnce() {}

  /// What came of so many tasks, in their order; each is made before the first is begun.
  public static <T> List<T> all(int count, IntFunction<Callable<T>> task) {
    List<Callable<T>> tasks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      tasks.add(task.apply(i));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>(count);
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
