package io.vestnik.client;

import io.vestnik.client.transport.Transport;
import io.vestnik.wire.Json;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A server whose part the test plays, frame by frame.
final class ScriptedTransport implements Transport {
  private static final int SECONDS = 10;

  private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
  private final AtomicInteger opened = new AtomicInteger();
  private volatile boolean refusing;

  /// One connection, seen from the server.
  static final class Line implements Link {
    private final Receiver receiver;
    private final BlockingQueue<Map<String, Object>> requests = new LinkedBlockingQueue<>();
    volatile Integer closedWith;

    Line(Receiver receiver) {
      this.receiver = receiver;
    }

    /// The next request.
    Map<String, Object> next() {
      return taken(requests);
    }

    /// The next request, which asks for this.
    Map<String, Object> next(String mode) {
      Map<String, Object> request = next();
      if (!mode.equals(request.get("mode"))) {
        throw new AssertionError("asked for " + mode + ", came " + request);
      }
      return request;
    }

    boolean isSilent() {
      return requests.isEmpty();
    }

    /// Answers with 200 and these fields.
    void answer(Map<String, Object> request, Object... fields) {
      say(request, "200", fields);
    }

    /// Refuses.
    void refuse(Map<String, Object> request, String status, Object... error) {
      say(request, status, "error", Json.object(error));
    }

    private void say(Map<String, Object> request, String status, Object... fields) {
      Map<String, Object> frame =
          Json.object("mode", request.get("mode"), "timestamp", 1, "status", status);
      frame.put("request_id", request.get("request_id"));
      frame.putAll(Json.object(fields));
      receiver.frame(Json.write(frame));
    }

    void say(String frame) {
      receiver.frame(frame);
    }

    void closeWith(int code) {
      receiver.closed(code, "");
    }

    @Override
    public void send(String frame) {
      requests.add(Json.read(frame));
    }

    @Override
    public void request(int frames) {
      // a script does not say more than it should
    }

    @Override
    public void close(int code) {
      closedWith = code;
    }

    @Override
    public void abort() {
      closedWith = Transport.LOST;
      receiver.closed(Transport.LOST, "dropped");
    }
  }

  /// The next connection.
  Line line() {
    return taken(lines);
  }

  /// Whether there is one that nobody has taken.
  boolean hasLine() {
    return !lines.isEmpty();
  }

  int opened() {
    return opened.get();
  }

  void setRefusing(boolean refuses) {
    refusing = refuses;
  }

  private static <T> T taken(BlockingQueue<T> queue) {
    try {
      T next = queue.poll(SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing came for " + SECONDS + " s");
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public CompletableFuture<Link> open(Receiver receiver) {
    opened.incrementAndGet();
    if (refusing) {
      return CompletableFuture.failedFuture(new IOException("refused"));
    }
    Line line = new Line(receiver);
    lines.add(line);
    return CompletableFuture.completedFuture(line);
  }

  @Override
  public void close() {
    // it holds nothing
  }
}
