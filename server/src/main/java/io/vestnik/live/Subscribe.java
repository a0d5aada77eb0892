package io.vestnik.live;

import io.vestnik.mode.Caller;
import io.vestnik.mode.Subscribing;
import org.jspecify.annotations.Nullable;

/// `subscribe`: from its answer on the connection gets events (protocol §7). Again, it replaces the
/// subscription.
public final class Subscribe implements Subscribing<Subscribe.Request, Subscribe.Answer> {
  private final Hub hub;

  public Subscribe(Hub hub) {
    this.hub = hub;
  }

  public record Request(@Nullable Boolean presence) {}

  public record Answer(long user_id) {}

  @Override
  public Then<Answer> handle(Caller caller, Request request) {
    boolean presence = request.presence != null && request.presence;
    Runnable complete = hub.subscribe(caller.from().peer(), caller.session(), presence);
    return new Then<>(new Answer(caller.userId()), complete);
  }
}
