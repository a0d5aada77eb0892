package io.vestnik.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Pair;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// The bus within one process.
class LocalBusTest extends BusContract {
  private final LocalBus bus = new LocalBus();

  @Override
  Bus end() {
    return bus.end();
  }

  @Test
  void whoIsTooSlowIsToldThatSomethingIsLost() throws InterruptedException {
    try (Bus one = bus.end();
        Bus slow = bus.end()) {
      List<Bus.Heard> heard = new CopyOnWriteArrayList<>();
      CountDownLatch goOn = new CountDownLatch(1);
      CountDownLatch begun = new CountDownLatch(1);
      slow.listen(what -> {
        begun.countDown();
        try {
          goOn.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        if (!(what instanceof Bus.Text(String text)) || text.equals("last")) {
          heard.add(what);
        }
      });
      one.publish("first");
      begun.await();
      for (int i = 0; i < 20_000; i++) {
        one.publish("x");
      }
      one.publish("last");
      goOn.countDown();
      Pair.eventually(() -> assertThat(heard).containsExactly(new Bus.Loss()));
    }
  }
}
