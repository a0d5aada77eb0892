package io.vestnik.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Pair;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What all buses between processes do alike, with a carrier that a test can break.
class RelayTest {
  private final List<Consumer<String>> ears = new CopyOnWriteArrayList<>();
  private volatile boolean away;
  private volatile boolean swallows;

  /// One end's way to the others: calls them all.
  private final class Wire implements Carrier, Carrier.Link {
    private Consumer<String> heard = _ -> {};
    private volatile boolean holds;
    private volatile boolean cut;

    @Override
    public int maxLength() {
      return 8_000;
    }

    @Override
    public void join(String channel) {
      // there is one
    }

    @Override
    public Link open(Consumer<String> ear) throws IOException {
      if (away || cut) {
        throw new IOException("away on purpose");
      }
      heard = ear;
      holds = true;
      ears.add(ear);
      return this;
    }

    @Override
    public void send(String payload) throws IOException {
      if (away || cut) {
        throw new IOException("away on purpose");
      }
      if (!swallows) {
        ears.forEach(ear -> ear.accept(payload));
      }
    }

    @Override
    public boolean holds() {
      return holds && !away && !cut;
    }

    @Override
    public void close() {
      holds = false;
      ears.remove(heard);
    }
  }

  private Bus end(String id) {
    return new Relay(id, new Wire());
  }

  @Test
  void whatIsPublishedWhileItIsAwayIsLostAndThatIsToldToBoth() {
    try (Bus one = end("one");
        Bus other = end("other")) {
      List<Bus.Heard> ones = new CopyOnWriteArrayList<>();
      List<Bus.Heard> others = new CopyOnWriteArrayList<>();
      one.listen(ones::add);
      other.listen(others::add);
      away = true;
      Pair.eventually(() -> assertThat(ears).isEmpty());
      one.publish("lost");
      away = false;
      Pair.eventually(() -> assertThat(ones).contains(new Bus.Loss()));
      Pair.eventually(() -> assertThat(others).contains(new Bus.Loss()));
      one.publish("found");
      Pair.eventually(() -> assertThat(others).endsWith(new Bus.Text("found")));
      assertThat(others).doesNotContain(new Bus.Text("lost"));
    }
  }

  /// Nothing happened to the link of who hears it.
  @Test
  void whatOneCouldNotSendIsToldToTheOthers() {
    Wire wire = new Wire();
    try (Bus one = new Relay("one", wire);
        Bus other = end("other")) {
      List<Bus.Heard> heard = new CopyOnWriteArrayList<>();
      other.listen(heard::add);
      wire.cut = true;
      Pair.eventually(() -> assertThat(ears).hasSize(1));
      one.publish("lost");
      wire.cut = false;
      Pair.eventually(() -> assertThat(heard).containsExactly(new Bus.Loss()));
    }
  }

  @Test
  void oneThatIsAwayAtFirstComesLater() {
    away = true;
    try (Bus one = end("one");
        Bus other = end("other")) {
      List<Bus.Heard> heard = new CopyOnWriteArrayList<>();
      other.listen(heard::add);
      one.publish("lost");
      away = false;
      Pair.eventually(() -> assertThat(heard).contains(new Bus.Loss()));
      Pair.eventually(() -> assertThat(ears).hasSize(2));
      Pair.eventually(() -> {
        one.publish("found");
        assertThat(heard).contains(new Bus.Text("found"));
      });
      assertThat(heard).doesNotContain(new Bus.Text("lost"));
    }
  }

  /// A connection that looks sound, and brings nothing.
  @Test
  void oneThatBringsNothingIsTakenForLost() {
    try (Bus one = end("one")) {
      List<Bus.Heard> heard = new CopyOnWriteArrayList<>();
      one.listen(heard::add);
      swallows = true;
      Pair.eventually(() -> assertThat(ears).isEmpty());
      swallows = false;
      Pair.eventually(() -> assertThat(heard).containsExactly(new Bus.Loss()));
    }
  }

  @Test
  void whoIsTooSlowIsToldThatSomethingIsLostAndHearsTheLast() throws InterruptedException {
    try (Bus one = end("one");
        Bus slow = end("slow")) {
      List<Bus.Heard> heard = new CopyOnWriteArrayList<>();
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch goOn = new CountDownLatch(1);
      slow.listen(what -> {
        begun.countDown();
        try {
          goOn.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        heard.add(what);
      });
      one.publish("first");
      begun.await();
      for (int i = 0; i < 5_000; i++) {
        one.publish("x".repeat(7_000));
      }
      one.publish("last");
      goOn.countDown();
      Pair.eventually(() -> assertThat(heard).endsWith(new Bus.Text("last")));
      assertThat(heard).contains(new Bus.Loss()).hasSizeLessThan(5_000);
    }
  }

  @Test
  void whatIsPublishedLastIsSentBeforeTheEnd() {
    try (Bus other = end("other")) {
      List<Bus.Heard> heard = new CopyOnWriteArrayList<>();
      other.listen(heard::add);
      Bus one = end("one");
      one.publish("farewell");
      one.close();
      Pair.eventually(() -> assertThat(heard).containsExactly(new Bus.Text("farewell")));
    }
  }
}
