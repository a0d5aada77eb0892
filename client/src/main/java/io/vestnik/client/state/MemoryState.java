package io.vestnik.client.state;

/// A state that goes with the process. A second client may take it over when the first is closed.
public final class MemoryState implements ClientState {
  private final Ledger ledger = new Ledger();

  @Override
  public synchronized Step load() {
    return ledger.whole();
  }

  @Override
  public synchronized void apply(Step step) {
    ledger.apply(step);
  }

  @Override
  public void close() {
    // it holds nothing
  }
}
