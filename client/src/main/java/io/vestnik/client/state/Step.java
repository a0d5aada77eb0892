package io.vestnik.client.state;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A change of the state, taken as a whole or not at all. Its parts are taken in this order.
///
/// @param reset cursor, places and `complete` are forgotten; what is to be sent and to be handed on
///   stays
/// @param cursor the new cursor; null: as it was
/// @param complete whether a first sync has come to its end by now
/// @param user_id whose state it is; 0: as it was
/// @param gone chats whose places are forgotten
/// @param places each is put where the chat's was
/// @param handed how many of the oldest deliveries have been handed on
/// @param deliveries what is to be handed on from now on: what this step brings
/// @param queued messages to send, after those before them
/// @param settled the keys of messages that need no sending any more
public record Step(
    boolean reset,
    @Nullable String cursor,
    boolean complete,
    long user_id,
    List<Long> gone,
    List<Place> places,
    int handed,
    List<Delivery> deliveries,
    List<Unsent> queued,
    List<String> settled) {

  /// A step that is begun.
  public static Builder begin() {
    return new Builder();
  }

  /// Whether it changes nothing.
  public boolean isEmpty() {
    return equals(begin().end());
  }

  /// What a step is put together by.
  public static final class Builder {
    private boolean reset;
    private @Nullable String cursor;
    private boolean complete;
    private long userId;
    private final List<Long> gone = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();
    private int handed;
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Unsent> queued = new ArrayList<>();
    private final List<String> settled = new ArrayList<>();

    private Builder() {}

    public Builder reset() {
      reset = true;
      return this;
    }

    public Builder cursor(@Nullable String next) {
      cursor = next;
      return this;
    }

    public Builder complete() {
      complete = true;
      return this;
    }

    public Builder user(long id) {
      userId = id;
      return this;
    }

    public Builder gone(long chatId) {
      gone.add(chatId);
      return this;
    }

    public Builder place(Place place) {
      places.add(place);
      return this;
    }

    public Builder handed(int count) {
      handed = count;
      return this;
    }

    public Builder deliver(Delivery delivery) {
      deliveries.add(delivery);
      return this;
    }

    public Builder queue(Unsent unsent) {
      queued.add(unsent);
      return this;
    }

    public Builder settle(String key) {
      settled.add(key);
      return this;
    }

    /// The step.
    public Step end() {
      return new Step(
          reset,
          cursor,
          complete,
          userId,
          List.copyOf(gone),
          List.copyOf(places),
          handed,
          List.copyOf(deliveries),
          List.copyOf(queued),
          List.copyOf(settled));
    }
  }
}
