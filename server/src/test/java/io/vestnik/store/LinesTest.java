package io.vestnik.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.model.Session;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// One line's order, and nobody else's business.
class LinesTest {
  private static final Reply<Appended> NOWHERE = new Reply<>(Runnable::run, _ -> {});
  private static final Session SESSION = new Session(1, 1, 0);

  private final Lines lines = new Lines(5);

  private static Pending message(String content) {
    return new Pending.Message(Scene.text(SESSION, 1, content), NOWHERE);
  }

  private static Pending unit() {
    return new Pending.Unit<>(_ -> 0, new Reply<>(Runnable::run, _ -> {}));
  }

  @Test
  void aUnitWaitsForTheMessagesBeforeItAndTheNextMessageForTheUnit() {
    Pending unit = unit();
    lines.offer("a", message("1"));
    lines.offer("a", message("2"));
    lines.offer("a", unit);
    lines.offer("a", message("3"));
    List<Lines.Waiting> first = lines.takeMessages(10);
    assertThat(first).hasSize(2);
    lines.finished(first.subList(0, 1));
    lines.offer("b", unit());
    Lines.Waiting other = lines.takeUnit();
    assertThat(other.line).isEqualTo("b");
    lines.finished(first.subList(1, 2));
    Lines.Waiting second = lines.takeUnit();
    assertThat(second.pending).isSameAs(unit);
    lines.finished(List.of(second));
    assertThat(lines.takeMessages(10)).hasSize(1);
  }

  @Test
  void whatIsPutBackComesFirst() {
    lines.offer("a", message("1"));
    lines.offer("b", message("2"));
    List<Lines.Waiting> taken = lines.takeMessages(10);
    lines.offer("c", message("3"));
    lines.putBack(taken);
    assertThat(lines.takeMessages(10)).extracting(one -> one.line).containsExactly("a", "b", "c");
  }

  @Test
  void isBoundedUntilThoseUnderWayAreFinished() {
    for (int i = 0; i < 5; i++) {
      assertThat(lines.offer("a", unit())).isTrue();
    }
    assertThat(lines.offer("b", unit())).isFalse();
    lines.finished(List.of(lines.takeUnit()));
    assertThat(lines.offer("b", unit())).isTrue();
  }

  @Test
  void whoWaitsIsLetGoWhenTheRestIsDrained() {
    lines.offer("a", unit());
    lines.close();
    CompletableFuture<Integer> waiting =
        CompletableFuture.supplyAsync(() -> lines.takeMessages(10).size());
    assertThat(lines.drain()).hasSize(1);
    assertThat(waiting.orTimeout(10, TimeUnit.SECONDS).join()).isZero();
  }

  @Test
  void whatIsDrainedIsAllButWhatIsUnderWay() {
    lines.offer("a", unit());
    Lines.Waiting underWay = lines.takeUnit();
    lines.offer("a", message("1"));
    lines.offer("b", message("2"));
    lines.offer("c", unit());
    assertThat(lines.drain()).hasSize(3);
    lines.close();
    lines.finished(List.of(underWay));
    assertThat(lines.takeUnit()).isNull();
    assertThat(lines.takeMessages(10)).isEmpty();
  }
}
