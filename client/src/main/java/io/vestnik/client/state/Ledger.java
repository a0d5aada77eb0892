package io.vestnik.client.state;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A state as it stands: what all steps so far have made of nothing. For one thread.
public final class Ledger {
  private @Nullable String cursor;
  private boolean complete;
  private long userId;
  private final Map<Long, Place> places = new TreeMap<>();
  private final Deque<Delivery> deliveries = new ArrayDeque<>();
  private final Map<String, Unsent> outbox = new LinkedHashMap<>();

  /// What an earlier state was.
  public static Ledger of(Step whole) {
    Ledger ledger = new Ledger();
    ledger.apply(whole);
    return ledger;
  }

  /// Takes a step.
  public void apply(Step step) {
    if (step.reset()) {
      cursor = null;
      complete = false;
      places.clear();
    }
    cursor = step.cursor() == null ? cursor : step.cursor();
    complete |= step.complete();
    userId = step.user_id() == 0 ? userId : step.user_id();
    step.gone().forEach(places::remove);
    step.places().forEach(place -> places.put(place.chat_id(), place));
    for (int i = 0; i < step.handed() && !deliveries.isEmpty(); i++) {
      deliveries.remove();
    }
    deliveries.addAll(step.deliveries());
    step.queued().forEach(unsent -> outbox.put(unsent.key(), unsent));
    step.settled().forEach(outbox::remove);
  }

  /// The one step that makes this of nothing.
  public Step whole() {
    return new Step(
        true,
        cursor,
        complete,
        userId,
        List.of(),
        List.copyOf(places.values()),
        0,
        List.copyOf(deliveries),
        List.copyOf(outbox.values()),
        List.of());
  }

  /// Where the last sync ended; null before the first.
  public @Nullable String cursor() {
    return cursor;
  }

  /// Whether a first sync has come to its end.
  public boolean isComplete() {
    return complete;
  }

  /// Whose state it is; 0 as long as nobody's.
  public long userId() {
    return userId;
  }

  /// How far the client has come in that chat; null where it does not know the chat.
  public @Nullable Place place(long chatId) {
    return places.get(chatId);
  }

  /// The places in all chats, by the chats' numbers.
  public Collection<Place> places() {
    return Collections.unmodifiableCollection(places.values());
  }

  /// What has still to be handed on, the oldest first.
  public Collection<Delivery> deliveries() {
    return Collections.unmodifiableCollection(deliveries);
  }

  /// What has still to be sent, the oldest first.
  public Collection<Unsent> outbox() {
    return Collections.unmodifiableCollection(outbox.values());
  }
}
