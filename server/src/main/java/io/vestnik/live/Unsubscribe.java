package io.vestnik.live;

import io.vestnik.mode.Caller;
import io.vestnik.mode.Working;
import io.vestnik.protocol.Nothing;

/// `unsubscribe`: from its answer on the connection gets no events (protocol §7).
public final class Unsubscribe implements Working<Unsubscribe.Request, Nothing> {
  private final Hub hub;

  public Unsubscribe(Hub hub) {
    this.hub = hub;
  }

  public record Request() {}

  @Override
  public Nothing handle(Caller caller, Request request) {
    hub.unsubscribe(caller.from().peer());
    return new Nothing();
  }
}
