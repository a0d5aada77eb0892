package io.vestnik.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The calls that wait for their turn, a bounded number of them, and those that are under way. On
/// the client's loop.
final class Calls {
  private final Parts parts;
  private final Connector connector;
  private final Deque<Call<?>> waiting = new ArrayDeque<>();
  private final List<Call<?>> again = new ArrayList<>();
  private @Nullable VestnikException over;

  Calls(Parts parts, Connector connector) {
    this.parts = parts;
    this.connector = connector;
  }

  /// Takes a call.
  void submit(Call<?> call, Duration timeout) {
    if (over != null) {
      call.answer.completeExceptionally(over);
      return;
    }
    if (waiting.size() >= Math.max(1, parts.settings().waiting())) {
      fail(call, VestnikException.QUEUE_FULL, "Too many calls wait in this client.");
      return;
    }
    call.deadline = parts.alarms().after(timeout, () -> timedOut(call));
    waiting.add(call);
    pump();
  }

  /// Asks what waits, as far as there is room.
  void pump() {
    while (!waiting.isEmpty() && connector.room() > 0) {
      ask(waiting.remove());
    }
  }

  private <A extends Record> void ask(Call<A> call) {
    if (call.answer.isDone()) {
      return;
    }
    call.sent = true;
    connector.ask(
        call.request,
        outcome -> {
          switch (outcome) {
            case Outcome.Done<A>(A answer) -> {
              parts.alarms().cancel(call.deadline);
              call.answer.complete(answer);
            }
            case Outcome.Failed<A>(VestnikException why) -> failed(call, why);
          }
        });
  }

  private void failed(Call<?> call, VestnikException why) {
    if (why.isLost() && call.isRepeatable() && over == null) {
      call.sent = false;
      again.add(call);
    } else {
      parts.alarms().cancel(call.deadline);
      call.answer.completeExceptionally(why);
    }
  }

  /// The connection is no more: what only reads is asked again on the next, before the others.
  void down() {
    again.reversed().forEach(waiting::addFirst);
    again.clear();
  }

  /// Nothing more is asked.
  void close(VestnikException why) {
    over = why;
    down();
    for (Call<?> call = waiting.poll(); call != null; call = waiting.poll()) {
      parts.alarms().cancel(call.deadline);
      call.answer.completeExceptionally(why);
    }
  }

  private void timedOut(Call<?> call) {
    if (call.sent) {
      fail(call, VestnikException.TIMEOUT, call.request.mode().name() + " was not answered.");
      return;
    }
    waiting.remove(call);
    String code = connector.isUp() ? VestnikException.TIMEOUT : VestnikException.UNREACHABLE;
    fail(call, code, call.request.mode().name() + " could not be asked.");
  }

  private static void fail(Call<?> call, String code, String message) {
    call.answer.completeExceptionally(VestnikException.local(code, message));
  }
}
