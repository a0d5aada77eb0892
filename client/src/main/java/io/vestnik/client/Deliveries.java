package io.vestnik.client;

import io.vestnik.client.state.Delivery;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Hands on to the listener, in order and on a thread of its own, and says what has been handed on.
final class Deliveries {
  private static final System.Logger LOG = System.getLogger("io.vestnik.client");

  private final Executor client;
  private final int most;
  private final Loop thread;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger handed = new AtomicInteger();
  private final Told told;
  private volatile @Nullable VestnikListener listener;
  private volatile boolean closed;

  /// @param client the client's loop
  /// @param most how many may wait before the client is to bring no more
  Deliveries(Executor client, int most, Told told) {
    this.client = client;
    this.most = most;
    this.told = told;
    thread = new Loop("vestnik-listener", Deliveries::log);
  }

  /// Who hears how far the listener is, on the client's loop.
  interface Told {
    /// So many of the oldest deliveries have been handed on.
    void handed(int count);

    /// There is room for more.
    void room();
  }

  private static void log(Throwable problem) {
    LOG.log(System.Logger.Level.ERROR, "The listener has thrown", problem);
  }

  void setListener(VestnikListener next) {
    listener = next;
  }

  boolean isFull() {
    return waiting.get() >= most;
  }

  /// Hands on something that is kept until it is.
  void add(Delivery delivery) {
    execute(() -> {
      if (closed) {
        return;
      }
      try {
        handOn(delivery);
      } finally {
        if (handed.getAndIncrement() == 0) {
          client.execute(() -> told.handed(handed.getAndSet(0)));
        }
      }
    });
  }

  /// Hands on something that is kept nowhere.
  void tell(Consumer<VestnikListener> what) {
    execute(() -> {
      VestnikListener to = listener;
      if (to != null && !closed) {
        what.accept(to);
      }
    });
  }

  /// Hands on nothing that has not begun to be. Done when what has begun is over.
  CompletableFuture<Boolean> close() {
    closed = true;
    CompletableFuture<Boolean> quiet = new CompletableFuture<>();
    thread.execute(() -> quiet.complete(true));
    return quiet;
  }

  /// Whether it is the listener who asks.
  boolean isOwnThread() {
    return thread.isOwn();
  }

  private void execute(Runnable task) {
    waiting.incrementAndGet();
    thread.execute(() -> {
      try {
        task.run();
      } finally {
        if (waiting.decrementAndGet() == most / 2) {
          client.execute(told::room);
        }
      }
    });
  }

  private void handOn(Delivery delivery) {
    VestnikListener to = listener;
    if (to == null) {
      return;
    }
    switch (delivery) {
      case Delivery.EntryCame(var entry) -> to.entry(entry);
      case Delivery.ChatSeen(var chat) -> to.chat(chat);
      case Delivery.ChatGone(long chat, String reason) -> to.chatGone(chat, reason);
      case Delivery.Hidden(long chat, var messages) -> to.hidden(chat, messages);
      case Delivery.Skipped(long chat, long from, long until) -> to.skipped(chat, from, until);
      case Delivery.Reset() -> to.reset();
    }
  }
}
