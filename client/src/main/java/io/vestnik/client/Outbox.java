package io.vestnik.client;

import io.vestnik.client.mode.SendMessage;
import io.vestnik.client.state.Place;
import io.vestnik.client.state.Step;
import io.vestnik.client.state.Unsent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// Sends messages, each once: kept until answered, repeated with the same key on every connection,
/// one at a time in each chat so that their order is theirs. On the client's loop.
final class Outbox {
  private static final int AT_ONCE = 32;
  private static final int TRIES_OF_INCIDENTS = 5;

  private final Parts parts;
  private final Connector connector;
  private final Progress progress;
  private final Deliveries deliveries;
  private final Map<Long, Lane> lanes = new LinkedHashMap<>();
  private final Queue<Lane> ready = new ArrayDeque<>();
  private final Map<String, CompletableFuture<SendMessage.Answer>> promised = new HashMap<>();
  private boolean open;
  private int underWay;
  private long run;

  Outbox(Parts parts, Connector connector, Progress progress, Deliveries deliveries) {
    this.parts = parts;
    this.connector = connector;
    this.progress = progress;
    this.deliveries = deliveries;
    progress.ledger().outbox().forEach(unsent -> lane(unsent).messages.add(unsent));
  }

  /// The messages of one chat.
  private static final class Lane {
    private final Queue<Unsent> messages = new ArrayDeque<>();
    private final Backoff backoff;
    private boolean busy;
    private int incidents;

    Lane(Backoff backoff) {
      this.backoff = backoff;
    }
  }

  private Lane lane(Unsent unsent) {
    return lanes.computeIfAbsent(unsent.chatId(), _ -> new Lane(parts.backoff()));
  }

  /// Messages of which nobody can tell whether their chat is still the one that was meant, once the
  /// data set is another.
  static List<Unsent> doubtful(Collection<Unsent> all) {
    return all.stream().filter(unsent -> unsent.chat_created_time() == 0).toList();
  }

  /// Keeps the message, and sends it when its turn comes.
  void add(SendMessage message, String key, CompletableFuture<SendMessage.Answer> answer) {
    Place place = progress.ledger().place(message.chat_id());
    long created = place == null ? 0 : place.created_time();
    Unsent unsent = new Unsent(key, message, created);
    promised.put(key, answer);
    progress.take(Step.begin().queue(unsent).end());
    Lane lane = lane(unsent);
    lane.messages.add(unsent);
    offer(lane);
  }

  int size() {
    return progress.ledger().outbox().size();
  }

  /// From now on messages may be sent.
  void open() {
    if (open) {
      return;
    }
    open = true;
    refuseStrays();
    lanes.values().forEach(this::offer);
  }

  /// There is no connection, or no token: what was under way is sent again later.
  void close() {
    open = false;
    run++;
    underWay = 0;
    ready.clear();
    lanes.values().forEach(lane -> lane.busy = false);
  }

  // After a reset: what was meant for a chat that is not in this data set.
  private void refuseStrays() {
    Set<Unsent> kept = new HashSet<>(progress.ledger().outbox());
    for (Lane lane : List.copyOf(lanes.values())) {
      for (Unsent unsent : List.copyOf(lane.messages)) {
        Place place = progress.ledger().place(unsent.chatId());
        if (!kept.contains(unsent) || (place != null && isOther(place, unsent))) {
          lane.messages.remove(unsent);
          refuse(
              unsent,
              VestnikException.local(
                  VestnikException.RESET, "The chat it was written in is there no longer."));
        }
      }
    }
  }

  private static boolean isOther(Place place, Unsent unsent) {
    return place.created_time() != 0
        && unsent.chat_created_time() != 0
        && place.created_time() != unsent.chat_created_time();
  }

  private void offer(Lane lane) {
    if (open && !lane.busy && !lane.messages.isEmpty()) {
      lane.busy = true;
      ready.add(lane);
      go();
    }
  }

  private void go() {
    while (open && underWay < AT_ONCE && !ready.isEmpty()) {
      Lane lane = ready.remove();
      Unsent unsent = lane.messages.element();
      long current = run;
      underWay++;
      connector.ask(
          unsent.message(),
          outcome -> {
            if (current == run) {
              underWay--;
              switch (outcome) {
                case Outcome.Done<SendMessage.Answer>(var answer) -> sent(lane, unsent, answer);
                case Outcome.Failed<SendMessage.Answer>(var why) -> refused(lane, unsent, why);
              }
              go();
            }
          });
    }
  }

  private void sent(Lane lane, Unsent unsent, SendMessage.Answer answer) {
    settle(unsent);
    next(lane);
    deliveries.tell(listener -> listener.sent(unsent, answer));
    CompletableFuture<SendMessage.Answer> promise = promised.remove(unsent.key());
    if (promise != null) {
      promise.complete(answer);
    }
  }

  private void refused(Lane lane, Unsent unsent, VestnikException why) {
    if (why.isLost()) {
      return; // the next connection begins anew
    }
    boolean incident = why.status() == 500 && ++lane.incidents < TRIES_OF_INCIDENTS;
    if (why.isSignedOut()) {
      connector.signOut();
    } else if (why.temporary() || incident) {
      long current = run;
      Duration wait = why.retryAfter() == null ? lane.backoff.next() : why.retryAfter();
      parts
          .alarms()
          .after(
              wait,
              () -> {
                if (current == run) {
                  ready.add(lane);
                  go();
                }
              });
    } else {
      refuse(unsent, why);
      next(lane);
    }
  }

  // The first of the lane has left the outbox.
  private void next(Lane lane) {
    lane.messages.remove();
    lane.backoff.reset();
    lane.incidents = 0;
    lane.busy = false;
    offer(lane);
  }

  private void refuse(Unsent unsent, VestnikException why) {
    settle(unsent);
    deliveries.tell(listener -> listener.refused(unsent, why));
    CompletableFuture<SendMessage.Answer> promise = promised.remove(unsent.key());
    if (promise != null) {
      promise.completeExceptionally(why);
    }
  }

  private void settle(Unsent unsent) {
    progress.take(Step.begin().settle(unsent.key()).end());
  }

  /// Nothing more is sent by this client; what is unsent stays in the state.
  void end(VestnikException why) {
    close();
    promised.values().forEach(promise -> promise.completeExceptionally(why));
    promised.clear();
  }
}
