package io.vestnik.sim;

import io.vestnik.client.state.ClientState;
import io.vestnik.client.state.Delivery;
import io.vestnik.client.state.Ledger;
import io.vestnik.client.state.Step;
import io.vestnik.client.state.Unsent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What a device keeps through its clients' crashes, with a record of all that was ever put into
/// it. A client that has crashed may not know yet: what it does then changes nothing here.
public final class Kept {
  private final Ledger ledger = new Ledger();
  private final List<Delivery> deliveries = new ArrayList<>();
  private final Map<String, Unsent> queued = new LinkedHashMap<>();
  private final Set<String> settled = ConcurrentHashMap.newKeySet();

  /// The view of one client.
  public final class View implements ClientState {
    private final Runnable crashed;
    private long stepsLeft = Long.MAX_VALUE;
    private boolean before;

    public View(Runnable crashed) {
      this.crashed = crashed;
    }

    /// Crashes about the step that comes after so many others.
    public void crashAfter(int steps, boolean beforeIt) {
      synchronized (Kept.this) {
        stepsLeft = Math.min(stepsLeft, steps);
        before = beforeIt;
      }
    }

    /// Crashes now.
    public void crash() {
      crashed.run();
      synchronized (Kept.this) {
        stepsLeft = -1;
      }
    }

    @Override
    public Step load() {
      synchronized (Kept.this) {
        return ledger.whole();
      }
    }

    @Override
    public void apply(Step step) {
      synchronized (Kept.this) {
        if (stepsLeft < 0) {
          return;
        }
        boolean last = stepsLeft-- == 0;
        if (!last || !before) {
          take(step);
        }
        if (!last) {
          return;
        }
      }
      crashed.run();
    }

    @Override
    public void close() {
      // the device has it still
    }
  }

  /// The same, and from now on apart from this.
  public synchronized Kept copy() {
    Kept copy = new Kept();
    copy.ledger.apply(ledger.whole());
    copy.deliveries.addAll(deliveries);
    copy.queued.putAll(queued);
    copy.settled.addAll(settled);
    return copy;
  }

  private void take(Step step) {
    ledger.apply(step);
    deliveries.addAll(step.deliveries());
    step.queued().forEach(unsent -> queued.put(unsent.key(), unsent));
    settled.addAll(step.settled());
  }

  /// All deliveries so far, in their order.
  public synchronized List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  /// How many of them are known to have been handed on.
  synchronized int handedOn() {
    return deliveries.size() - ledger.deliveries().size();
  }

  /// All messages that were ever to be sent.
  synchronized List<Unsent> queued() {
    return List.copyOf(queued.values());
  }

  public synchronized boolean hasUnsent() {
    return !ledger.outbox().isEmpty();
  }

  synchronized String standing() {
    return "places " + ledger.places() + ", unsent " + ledger.outbox();
  }
}
