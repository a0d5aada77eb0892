package io.vestnik.chat;

import io.vestnik.store.Reply;
import io.vestnik.store.Store;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Erases what ended chats have left behind, a part at a time, so that a long log holds up nobody's
/// messages. Goes on after a restart where it was.
public final class Eraser implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Eraser.class);
  private static final int PART = 500;

  private final Store store;
  private final AtomicInteger asked = new AtomicInteger();

  public Eraser(Store store) {
    this.store = store;
  }

  /// Begins to erase, if it has not begun. Returns at once.
  @Override
  public void run() {
    if (asked.getAndIncrement() == 0) {
      erasePart(1);
    }
  }

  // `heard` is how often it had been asked before this part.
  private void erasePart(int heard) {
    store.write(
        tx -> tx.endedChats().eraseSome(PART),
        new Reply<>(Runnable::run, outcome -> goOn(heard, outcome)));
  }

  private void goOn(int heard, Reply.Outcome<Boolean> outcome) {
    switch (outcome) {
      case Reply.Done<Boolean>(Boolean more) -> {
        if (more || !asked.compareAndSet(heard, 0)) {
          erasePart(asked.get());
        } else {
          store.scrub();
        }
      }
      case Reply.Failed<Boolean>(RuntimeException why) -> {
        asked.set(0);
        log.warn("Erasing an ended chat goes on later: {}", why.getMessage());
      }
    }
  }
}
