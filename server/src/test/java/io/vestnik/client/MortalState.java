package io.vestnik.client;

import io.vestnik.client.state.ClientState;
import io.vestnik.client.state.Delivery;
import io.vestnik.client.state.Step;
import java.util.ArrayList;
import java.util.List;

/// A state whose process dies at one of its steps: from then on nothing is kept.
final class MortalState implements ClientState {
  private final ClientState kept;
  private final int last;
  private final boolean keepsLast;
  private final List<Delivery> applied = new ArrayList<>();
  private int steps;

  /// @param last the number of the step at which it dies, from 1
  /// @param keepsLast whether that step is still kept
  MortalState(ClientState kept, int last, boolean keepsLast) {
    this.kept = kept;
    this.last = last;
    this.keepsLast = keepsLast;
  }

  @Override
  public synchronized Step load() {
    return kept.load();
  }

  @Override
  public synchronized void apply(Step step) {
    steps++;
    if (steps < last || (steps == last && keepsLast)) {
      kept.apply(step);
      applied.addAll(step.deliveries());
    }
    if (steps >= last) {
      throw new IllegalStateException("died at step " + steps);
    }
  }

  synchronized boolean isDead() {
    return steps >= last;
  }

  /// What the steps that were kept have brought.
  synchronized List<Delivery> applied() {
    return List.copyOf(applied);
  }

  @Override
  public void close() {
    kept.close();
  }
}
