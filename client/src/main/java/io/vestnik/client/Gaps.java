package io.vestnik.client;

import io.vestnik.client.mode.GetEvents;
import io.vestnik.client.state.Place;
import io.vestnik.protocol.ErrorCode;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Fills holes: asks for what a chat lacks until it lacks nothing. On the client's loop.
final class Gaps {
  private static final int AT_ONCE = 4;

  private final Parts parts;
  private final Connector connector;
  private final Progress progress;
  private final Deliveries deliveries;
  private final Backoff backoff;
  private final Set<Long> waiting = new LinkedHashSet<>();
  private final Set<Long> asking = new HashSet<>();
  private boolean open;
  private long run;
  private Alarms.@Nullable Alarm retry;

  Gaps(Parts parts, Connector connector, Progress progress, Deliveries deliveries) {
    this.parts = parts;
    this.connector = connector;
    this.progress = progress;
    this.deliveries = deliveries;
    backoff = parts.backoff();
  }

  /// Fills all holes that there are, and from now on each that comes.
  void open() {
    open = true;
    for (Place place : progress.ledger().places()) {
      if (place.hasHole()) {
        waiting.add(place.chat_id());
      }
    }
    go();
  }

  /// Fills no more until opened again.
  void close() {
    open = false;
    run++;
    waiting.clear();
    asking.clear();
    parts.alarms().cancel(retry);
    retry = null;
  }

  /// The chat has a hole.
  void fill(long chatId) {
    if (open) {
      waiting.add(chatId);
      go();
    }
  }

  /// Goes on, as far as the listener leaves room.
  void go() {
    while (open && retry == null && asking.size() < AT_ONCE && !waiting.isEmpty()) {
      if (deliveries.isFull()) {
        return;
      }
      long chatId = waiting.iterator().next();
      waiting.remove(chatId);
      Place place = progress.ledger().place(chatId);
      if (place != null && place.hasHole() && !asking.contains(chatId)) {
        ask(place);
      }
    }
  }

  private void ask(Place place) {
    long chatId = place.chat_id();
    if (place.end() - place.position() > parts.settings().longestHole()) {
      Draft draft = progress.draft();
      draft.skipTo(chatId, place.end());
      progress.take(draft.end());
      return;
    }
    asking.add(chatId);
    long current = run;
    connector.ask(
        new GetEvents(chatId, place.position() + 1),
        outcome -> {
          if (current != run) {
            return;
          }
          asking.remove(chatId);
          if (isStill(place)) {
            switch (outcome) {
              case Outcome.Done<GetEvents.Answer>(var answer) -> filled(chatId, answer);
              case Outcome.Failed<GetEvents.Answer>(var why) -> refused(chatId, why);
            }
          } else {
            waiting.add(chatId); // it has begun anew, or is gone
          }
          go();
        });
  }

  // What is behind a hole is applied only when it is filled. So a place that has moved all the same
  // is that of a chat that was gone and is back: the answer is about the time before.
  private boolean isStill(Place asked) {
    Place now = progress.ledger().place(asked.chat_id());
    return now != null && now.position() == asked.position();
  }

  private void filled(long chatId, GetEvents.Answer answer) {
    backoff.reset();
    Draft draft = progress.draft();
    draft.skipTo(chatId, answer.first_event_id() - 1);
    answer.events().forEach(draft::entry);
    Place now = draft.place(chatId);
    if (now != null && !answer.has_more() && now.hasHole() && answer.events().isEmpty()) {
      draft.skipTo(chatId, now.end()); // there is nothing more
    }
    progress.take(draft.end());
    Place after = progress.ledger().place(chatId);
    if (after != null && after.hasHole()) {
      waiting.add(chatId);
    }
  }

  private void refused(long chatId, VestnikException why) {
    if (why.isLost()) {
      return; // the next connection begins anew
    }
    if (why.is(ErrorCode.NOT_MEMBER)) {
      Draft draft = progress.draft();
      draft.gone(chatId, "removed");
      progress.take(draft.end());
    } else if (why.isSignedOut()) {
      connector.signOut();
    } else {
      waiting.add(chatId);
      Duration wait = why.retryAfter() == null ? backoff.next() : why.retryAfter();
      retry =
          parts
              .alarms()
              .after(
                  wait,
                  () -> {
                    retry = null;
                    go();
                  });
    }
  }
}
