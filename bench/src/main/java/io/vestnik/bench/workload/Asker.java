package io.vestnik.bench.workload;

import io.netty.buffer.ByteBuf;
import io.vestnik.bench.run.Meter;
import io.vestnik.bench.wire.Frame;
import io.vestnik.bench.wire.Line;
import io.vestnik.bench.wire.Scan;
import io.vestnik.bench.wire.Talker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Asks one question after the other, the next as soon as one is answered.
final class Asker implements Talker {
  private static final byte[] OVERLOADED = Scan.ascii("\"code\":\"overloaded\"");
  private static final int HEAD = 256;

  private final Meter meter;
  private List<Frame> questions = List.of();
  private long asked;
  private long answered;
  private long bytes;
  private long overloaded;
  private long sentAt;
  private boolean running;
  private CompletableFuture<String> once = new CompletableFuture<>();

  Asker(Meter meter) {
    this.meter = meter;
  }

  /// Asks one question from another thread, and gives the answer.
  String ask(Line line, Frame question) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    line.loop()
        .execute(() -> {
          once = answer;
          send(line, question);
        });
    return answer.orTimeout(60, TimeUnit.SECONDS).join();
  }

  /// Begins to ask these in turns.
  void start(Line line, List<Frame> frames) {
    questions = frames;
    running = true;
    bytes = 0;
    answered = 0;
    next(line);
  }

  void stop() {
    running = false;
  }

  boolean isIdle() {
    return sentAt == 0;
  }

  /// The mean size of an answer.
  double meanBytes() {
    return (double) bytes / Math.max(1, answered);
  }

  /// How often the server was too busy, and said so.
  long overloaded() {
    return overloaded;
  }

  private void next(Line line) {
    send(line, questions.get((int) (asked++ % questions.size())));
  }

  private void send(Line line, Frame frame) {
    sentAt = System.nanoTime();
    line.send(frame, asked);
  }

  @Override
  public void heard(Line line, ByteBuf text) {
    if (Scan.isEvent(text)) {
      return;
    }
    long nanos = System.nanoTime() - sentAt;
    sentAt = 0;
    if (running && Scan.find(text, OVERLOADED, 0, HEAD) >= 0) {
      overloaded++;
      next(line);
    } else if (!Scan.isOk(text)) {
      String answer = text.toString(StandardCharsets.UTF_8);
      once.completeExceptionally(new IllegalStateException("Refused: " + answer));
      line.fail("A question was refused: " + answer);
    } else if (!once.isDone() && !running) {
      once.complete(text.toString(StandardCharsets.UTF_8));
    } else {
      meter.record(nanos);
      answered++;
      bytes += text.readableBytes();
      if (running) {
        next(line);
      }
    }
  }
}
