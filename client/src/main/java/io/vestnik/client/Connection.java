package io.vestnik.client;

import io.vestnik.client.mode.Mode;
import io.vestnik.client.mode.Request;
import io.vestnik.client.transport.Transport;
import io.vestnik.client.wire.AnswerReader;
import io.vestnik.client.wire.JsonTree;
import io.vestnik.client.wire.UnreadableException;
import io.vestnik.protocol.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One connection: requests go out as they come, and each answer belongs to the oldest request that
/// has none. All on the client's loop.
final class Connection {
  private static final int MAX_FRAME_BYTES = 1 << 20;

  private final Transport.Link link;
  private final Ears ears;
  private final Queue<Asked<?>> asked = new ArrayDeque<>();
  private long nextId = 1;
  private boolean over;

  Connection(Transport.Link link, Ears ears) {
    this.link = link;
    this.ears = ears;
  }

  /// What a connection needs of its client.
  interface Ears {
    long millis();

    long nanos();

    /// An event came.
    void event(Map<String, @Nullable Object> frame);
  }

  private record Asked<A extends Record>(
      long id, Mode<A> mode, long nanos, Consumer<Outcome<A>> then) {
    void fail(VestnikException why) {
      then.accept(new Outcome.Failed<>(why));
    }
  }

  int inFlight() {
    return asked.size();
  }

  /// How long the oldest request waits; 0 where none does.
  long oldestNanos() {
    Asked<?> oldest = asked.peek();
    return oldest == null ? 0 : ears.nanos() - oldest.nanos;
  }

  /// Asks.
  ///
  /// @param then told once, on the client's loop
  <A extends Record> void ask(
      Request<A> request, @Nullable String token, Consumer<Outcome<A>> then) {
    Mode<A> mode = request.mode();
    Asked<A> one = new Asked<>(nextId, mode, ears.nanos(), then);
    if (over) {
      one.fail(lost());
      return;
    }
    long id = nextId++;
    Map<String, Object> envelope = LinkedHashMap.newLinkedHashMap(4);
    envelope.put("mode", mode.name());
    envelope.put("timestamp", ears.millis());
    envelope.put("request_id", id);
    if (mode.needsToken() && token != null) {
      envelope.put("token", token);
    }
    String frame = JsonWriter.request(envelope, (Record) request);
    if (isTooBig(frame)) {
      one.fail(
          VestnikException.local(
              VestnikException.FRAME_TOO_BIG, mode.name() + " would be a frame of over 1 MiB."));
      return;
    }
    asked.add(one);
    link.send(frame);
  }

  private static boolean isTooBig(String frame) {
    return frame.length() > MAX_FRAME_BYTES / 3
        && frame.getBytes(StandardCharsets.UTF_8).length > MAX_FRAME_BYTES;
  }

  /// A frame came.
  void frame(String text) {
    if (over) {
      return;
    }
    Map<String, @Nullable Object> frame = JsonTree.object(text);
    if ("event".equals(frame.get("mode")) && !frame.containsKey("status")) {
      ears.event(frame);
      return;
    }
    Asked<?> oldest = asked.peek();
    Object id = frame.get("request_id");
    if (oldest == null || (id != null && !id.equals(oldest.id))) {
      throw new UnreadableException("An answer to nothing that was asked.");
    }
    asked.remove();
    answer(oldest, frame);
  }

  private static <A extends Record> void answer(
      Asked<A> asked, Map<String, @Nullable Object> frame) {
    String status = String.valueOf(frame.get("status"));
    if (!status.equals("200")) {
      Map<?, ?> error = frame.get("error") instanceof Map<?, ?> map ? map : Map.of();
      asked.fail(VestnikException.refused(status, error));
      return;
    }
    A answer;
    try {
      answer = AnswerReader.of(asked.mode.answer()).read(frame);
    } catch (UnreadableException e) {
      asked.fail(
          VestnikException.local(VestnikException.UNREADABLE, String.valueOf(e.getMessage()), e));
      return;
    }
    asked.then.accept(new Outcome.Done<>(answer));
  }

  /// Lets more frames come.
  void request(int frames) {
    link.request(frames);
  }

  /// The connection is no more: what was asked on it has no answer.
  void end() {
    over = true;
    for (Asked<?> one = asked.poll(); one != null; one = asked.poll()) {
      one.fail(lost());
    }
  }

  private static VestnikException lost() {
    return VestnikException.local(
        VestnikException.CONNECTION_LOST, "The connection was lost before the answer came.");
  }

  void close(int code) {
    link.close(code);
  }

  void abort() {
    link.abort();
  }
}
