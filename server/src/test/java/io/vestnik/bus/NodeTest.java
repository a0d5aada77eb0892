package io.vestnik.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.model.Signal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// When a node speaks, and when it only counts.
@Tag("once")
class NodeTest {
  private final List<Letter> said = new ArrayList<>();
  private final Bus bus =
      new Bus() {
        @Override
        public void publish(String text) {
          said.add(Letters.read(text));
        }

        @Override
        public void listen(Listener listener) {}

        @Override
        public void close() {}
      };

  private long tell(Node node) {
    said.clear();
    node.tell(() -> List.of(new Hint.Told(new Signal.UserChanged(1))));
    return said.stream().filter(Letter.Hints.class::isInstance).count();
  }

  private long number(Node node) {
    said.clear();
    node.beat();
    return said.getFirst() instanceof Letter.Heartbeat(_, long number) ? number : -1;
  }

  @Test
  void whoHasJustComeSpeaksThoughNobodyWasHeardYet() {
    Node node = new Node("one", bus, true);
    assertThat(tell(node)).isEqualTo(1);
    for (int i = 1; i <= 5; i++) {
      assertThat(number(node)).isEqualTo(i);
      assertThat(tell(node)).isEqualTo(1);
    }
    assertThat(number(node)).isEqualTo(6);
    assertThat(tell(node)).as("nobody is there").isZero();
    assertThat(number(node)).as("but it counts").isEqualTo(7);
    node.doubt();
    assertThat(tell(node)).as("the bus was away").isEqualTo(1);
    node.meet();
    assertThat(tell(node)).isEqualTo(1);
  }

  @Test
  void whoHasItsDataAloneOnlyCounts() {
    Node node = new Node("one", bus, false);
    assertThat(tell(node)).isZero();
    assertThat(number(node)).isEqualTo(1);
    node.meet();
    assertThat(tell(node)).isEqualTo(1);
  }
}
