package io.vestnik.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What commits first is told first, whoever is done first.
class TurnsTest {
  private final Turns turns = new Turns();
  private final List<String> told = new ArrayList<>();

  @Test
  void tellsInTheOrderOfTheTurns() {
    Turns.Turn first = turns.take();
    Turns.Turn second = turns.take();
    Turns.Turn third = turns.take();
    turns.over(third, () -> told.add("third"));
    turns.over(second, () -> told.add("second"));
    assertThat(told).isEmpty();
    turns.over(first, () -> told.add("first"));
    assertThat(told).containsExactly("first", "second", "third");
  }

  @Test
  void whatIsTakenWhileItTellsComesAfter() {
    Turns.Turn first = turns.take();
    turns.over(
        first,
        () -> {
          turns.over(turns.take(), () -> told.add("inner"));
          told.add("outer");
        });
    assertThat(told).containsExactly("outer", "inner");
  }
}
