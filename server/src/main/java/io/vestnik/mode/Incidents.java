package io.vestnik.mode;

import io.vestnik.protocol.Rejection;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what went wrong into an answer. What is our fault is logged under a number that the answer
/// names; the client learns nothing else of it.
public final class Incidents {
  private static final Logger log = LoggerFactory.getLogger(Incidents.class);
  private static final AtomicLong last = new AtomicLong();

  /// What the client gets.
  public Rejection answer(RuntimeException why) {
    if (why instanceof Rejection rejection) {
      return rejection;
    }
    String incident =
        Long.toString(ProcessHandle.current().pid(), 36) + "-" + last.incrementAndGet();
    log.error("Incident {}", incident, why);
    return Rejection.internal(incident);
  }
}
