package io.vestnik.client;

import io.vestnik.client.transport.Transport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A transport on which a test lets things go wrong between a client and a real server.
final class FaultyTransport implements Transport {
  private final Transport real;
  private final AtomicInteger opened = new AtomicInteger();
  private volatile Function<String, Fault> outward = _ -> Fault.NONE;
  private volatile Function<String, Fault> inward = _ -> Fault.NONE;
  private volatile boolean down;
  private volatile Link last;

  /// What becomes of a frame.
  enum Fault {
    NONE,
    /// The connection is cut, and the frame lost.
    CUT_BEFORE,
    /// The frame arrives, and then the connection is cut.
    CUT_AFTER,
    /// The frame alone is lost.
    SWALLOW
  }

  FaultyTransport(Transport real) {
    this.real = real;
  }

  /// What becomes of frames to the server.
  FaultyTransport outward(Function<String, Fault> faults) {
    outward = faults;
    return this;
  }

  /// What becomes of frames from the server.
  FaultyTransport inward(Function<String, Fault> faults) {
    inward = faults;
    return this;
  }

  int opened() {
    return opened.get();
  }

  /// Whether no connection can be made; cuts the one that there is.
  void setDown(boolean isDown) {
    down = isDown;
    if (isDown) {
      cut();
    }
  }

  /// Cuts the connection that there is.
  void cut() {
    if (last != null) {
      last.abort();
    }
  }

  @Override
  public CompletableFuture<Link> open(Receiver receiver) {
    if (down) {
      return CompletableFuture.failedFuture(new java.io.IOException("down"));
    }
    Between between = new Between(receiver);
    return real.open(between)
        .thenApply(link -> {
          opened.incrementAndGet();
          between.link = link;
          last = link;
          return between;
        });
  }

  @Override
  public void close() {
    real.close();
  }

  private final class Between implements Link, Receiver {
    private final Receiver receiver;
    private volatile Link link;

    Between(Receiver receiver) {
      this.receiver = receiver;
    }

    @Override
    public void send(String frame) {
      switch (outward.apply(frame)) {
        case NONE -> link.send(frame);
        case CUT_BEFORE -> link.abort();
        case CUT_AFTER -> {
          link.send(frame);
          link.abort();
        }
        case SWALLOW -> {}
      }
    }

    @Override
    public void frame(String frame) {
      switch (inward.apply(frame)) {
        case NONE -> receiver.frame(frame);
        case CUT_BEFORE -> link.abort();
        case CUT_AFTER -> {
          receiver.frame(frame);
          link.abort();
        }
        case SWALLOW -> link.request(1);
      }
    }

    @Override
    public void request(int frames) {
      link.request(frames);
    }

    @Override
    public void close(int code) {
      link.close(code);
    }

    @Override
    public void abort() {
      link.abort();
    }

    @Override
    public void closed(int code, String reason) {
      receiver.closed(code, reason);
    }
  }
}
