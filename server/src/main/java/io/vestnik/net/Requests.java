package io.vestnik.net;

import io.vestnik.mode.Call;
import io.vestnik.mode.Dispatcher;
import io.vestnik.mode.From;
import io.vestnik.protocol.Answer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One connection's requests, in their order: each sees the effects of those before it, answers
/// leave in the order of the requests, and as much is under way at once as that allows (protocol
/// §2). Used on the connection's event loop alone.
final class Requests {
  private static final int MAX_WAITING = 128;
  private static final int MAX_WAITING_BYTES = 1 << 20;

  // Each may bring a page of 1 MiB into an outbox that was only half full.
  private static final int MAX_READS_OWED = 2;

  private final Dispatcher dispatcher;
  private final From from;
  private final BooleanSupplier roomy;
  private final Sink sink;

  private final Queue<byte[]> unread = new ArrayDeque<>(0);
  private int bytesWaiting;
  private final Deque<Slot> unanswered = new ArrayDeque<>(0);
  private final Queue<Slot> unstarted = new ArrayDeque<>(0);
  private int running;
  private int readsOwed;
  private Call.Kind runningKind = Call.Kind.FREE;
  private boolean pumping;
  private boolean full;

  /// @param roomy whether answers may be produced
  /// @param sink takes them
  Requests(Dispatcher dispatcher, From from, BooleanSupplier roomy, Sink sink) {
    this.dispatcher = dispatcher;
    this.from = from;
    this.roomy = roomy;
    this.sink = sink;
  }

  /// Takes the answers, in order.
  interface Sink {
    void answered(Call call, Answer answer);
  }

  private static final class Slot {
    final Call call;
    final int bytes;
    @Nullable Answer answer;

    Slot(Call call, int bytes) {
      this.call = call;
      this.bytes = bytes;
    }
  }

  /// Takes a request in.
  void add(byte[] frame) {
    unread.add(frame);
    bytesWaiting += frame.length;
    pump();
  }

  /// Whether so much waits that the socket should not be read: from the bound on, until half of it
  /// is gone, lest reading be switched on and off with every answer.
  boolean isFull() {
    int part = full ? 2 : 1;
    full = waiting() >= MAX_WAITING / part || bytesWaiting >= MAX_WAITING_BYTES / part;
    return full;
  }

  boolean isEmpty() {
    return waiting() == 0;
  }

  /// How many are not answered yet.
  int waiting() {
    return unread.size() + unanswered.size();
  }

  /// The bytes of those.
  int bytesWaiting() {
    return bytesWaiting;
  }

  /// Starts what may start, and hands on what is answered.
  void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    try {
      boolean moved;
      do {
        moved = send();
        moved |= start();
        moved |= takeIn();
      } while (moved);
    } finally {
      pumping = false;
    }
  }

  private boolean takeIn() {
    boolean moved = false;
    while (unanswered.size() < MAX_WAITING && unstarted.isEmpty() && !unread.isEmpty()) {
      byte[] frame = unread.remove();
      Slot slot = new Slot(dispatcher.read(frame), frame.length);
      unanswered.add(slot);
      unstarted.add(slot);
      moved = true;
      start();
    }
    return moved;
  }

  private boolean start() {
    boolean moved = false;
    for (Slot next = unstarted.peek();
        next != null && mayStart(next.call.kind());
        next = unstarted.peek()) {
      Slot slot = unstarted.remove();
      boolean free = slot.call.kind() == Call.Kind.FREE;
      if (!free) {
        running++;
        runningKind = slot.call.kind();
        readsOwed += runningKind == Call.Kind.READ ? 1 : 0;
      }
      dispatcher.start(slot.call, from, answer -> answered(slot, answer, free));
      moved = true;
    }
    return moved;
  }

  private boolean mayStart(Call.Kind kind) {
    if (!roomy.getAsBoolean()) {
      return false;
    }
    if (running == 0 || kind == Call.Kind.FREE) {
      return true;
    }
    return kind == runningKind
        && switch (kind) {
          case WRITE -> true;
          // Those count that wait for an earlier answer too: they are no less in memory.
          case READ -> readsOwed < MAX_READS_OWED;
          case FREE, ALONE -> false;
        };
  }

  private void answered(Slot slot, Answer answer, boolean free) {
    slot.answer = answer;
    if (!free) {
      running--;
    }
    pump();
  }

  private boolean send() {
    boolean moved = false;
    for (Slot head = unanswered.peek();
        head != null && head.answer != null;
        head = unanswered.peek()) {
      unanswered.remove();
      bytesWaiting -= head.bytes;
      readsOwed -= head.call.kind() == Call.Kind.READ ? 1 : 0;
      sink.answered(head.call, head.answer);
      if (head.answer instanceof Answer.Done(Record _, Runnable afterwards) && afterwards != null) {
        afterwards.run();
      }
      moved = true;
    }
    return moved;
  }
}
