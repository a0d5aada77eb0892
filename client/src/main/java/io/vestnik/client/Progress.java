package io.vestnik.client;

import io.vestnik.client.state.ClientState;
import io.vestnik.client.state.Ledger;
import io.vestnik.client.state.Step;

/// The state, in memory and where it is kept: each step is first kept, then taken here, then handed
/// on. On the client's loop.
final class Progress {
  private final ClientState state;
  private final Deliveries deliveries;
  private final Ledger ledger;
  private boolean closed;

  Progress(ClientState state, Deliveries deliveries) {
    this.state = state;
    this.deliveries = deliveries;
    ledger = Ledger.of(state.load());
  }

  Ledger ledger() {
    return ledger;
  }

  /// A step that begins where the state is now.
  Draft draft() {
    return new Draft(ledger);
  }

  /// Takes the step.
  ///
  /// @throws VestnikException where it could not be kept
  void take(Step step) {
    if (closed || step.isEmpty()) {
      return;
    }
    try {
      state.apply(step);
    } catch (RuntimeException e) {
      throw VestnikException.local(VestnikException.STATE, String.valueOf(e.getMessage()), e);
    }
    ledger.apply(step);
    step.deliveries().forEach(deliveries::add);
  }

  /// Hands on what was not handed on when the state was last used.
  void handOnOld() {
    ledger.deliveries().forEach(deliveries::add);
  }

  /// So many of the oldest deliveries have been handed on.
  void handed(int count) {
    take(Step.begin().handed(count).end());
  }

  void close() {
    if (!closed) {
      closed = true;
      state.close();
    }
  }
}
