package io.vestnik.store;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The replies of one commit, gathered so that each executor is woken once.
final class Replies {
  private static final Logger log = LoggerFactory.getLogger(Replies.class);

  private final IdentityHashMap<Executor, List<Runnable>> byExecutor = new IdentityHashMap<>();

  <T> void add(Reply<T> reply, Reply.Outcome<T> outcome) {
    byExecutor
        .computeIfAbsent(reply.where(), _ -> new ArrayList<>())
        .add(() -> reply.then().accept(outcome));
  }

  void send() {
    byExecutor.forEach((executor, tasks) -> {
      try {
        executor.execute(() -> tasks.forEach(Replies::run));
      } catch (RuntimeException e) {
        log.debug("An executor is gone with {} replies waiting for it", tasks.size(), e);
      }
    });
    byExecutor.clear();
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("A reply failed", e);
    }
  }
}
