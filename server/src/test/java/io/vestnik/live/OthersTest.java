package io.vestnik.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.bus.Hint;
import io.vestnik.live.Others.Order;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What is known of other nodes: their numbers, their silence, their users.
@Tag("once")
class OthersTest {
  private final Others others = new Others();
  private final Elsewhere elsewhere = new Elsewhere();

  @Test
  void aHoleIsSeenAndWhatIsLateIsOld() {
    assertThat(others.heard("a", 1)).isEqualTo(Order.NEXT);
    assertThat(others.heard("a", 2)).isEqualTo(Order.NEXT);
    assertThat(others.heard("a", 2)).isEqualTo(Order.OLD);
    assertThat(others.heard("a", 5)).isEqualTo(Order.AFTER_HOLE);
    assertThat(others.heard("a", 4)).isEqualTo(Order.OLD);
    assertThat(others.heard("a", 6)).isEqualTo(Order.NEXT);
    assertThat(others.isBehind("a", 6)).isFalse();
    assertThat(others.isBehind("a", 7)).isTrue();
    assertThat(others.isBehind("a", 7)).isFalse();
  }

  @Test
  void aNodeThatIsNewHasNoHoleAndAnOldOneThatIsHeardForTheFirstTimeHas() {
    assertThat(others.isBehind("new", 0)).isFalse();
    assertThat(others.toAsk()).isEmpty();
    assertThat(others.isBehind("old", 40)).isTrue();
    assertThat(others.heard("older", 7)).isEqualTo(Order.AFTER_HOLE);
    assertThat(others.toAsk()).containsExactlyInAnyOrder("old", "older");
  }

  @Test
  void isAskedNowAndThenUntilAllIsSaid() {
    others.isBehind("a", 3);
    assertThat(others.toAsk()).containsExactly("a");
    assertThat(others.toAsk()).isEmpty();
    others.toAsk();
    others.toAsk();
    assertThat(others.toAsk()).containsExactly("a");
    others.hasStated("a");
    for (int i = 0; i < 10; i++) {
      assertThat(others.toAsk()).isEmpty();
    }
  }

  @Test
  void whoIsSilentForTooLongIsForgottenAndBeginsAnew() {
    others.isThere("a");
    others.isThere("b");
    for (int i = 0; i < Others.PATIENCE_TICKS; i++) {
      assertThat(others.tick()).isEmpty();
      others.isThere("b");
    }
    assertThat(others.tick()).containsExactly("a");
    assertThat(others.isFirst("aa")).isTrue();
    assertThat(others.heard("a", 9)).isEqualTo(Order.AFTER_HOLE);
    assertThat(others.isFirst("aa")).isFalse();
  }

  @Test
  void aUserIsOnlineWhileTheyAreOnOneOfThem() {
    assertThat(elsewhere.set("a", 1, true)).isTrue();
    assertThat(elsewhere.set("b", 1, true)).isFalse();
    assertThat(elsewhere.set("a", 1, false)).isFalse();
    assertThat(elsewhere.isOnline(1)).isTrue();
    assertThat(elsewhere.forget("b")).containsExactly(1L);
    assertThat(elsewhere.isOnline(1)).isFalse();
  }

  @Test
  void aStatementTakesThePlaceOfWhatWasKnown() {
    elsewhere.set("a", 1, true);
    elsewhere.set("a", 2, true);
    assertThat(elsewhere.state("a", new Hint.AllPresent(true, false, List.of(2L)))).isNull();
    elsewhere.set("a", 4, true);
    assertThat(elsewhere.state("a", new Hint.AllPresent(false, true, List.of(3L))))
        .containsExactlyInAnyOrder(1L, 3L);
    assertThat(List.of(1L, 2L, 3L, 4L)).filteredOn(elsewhere::isOnline).containsExactly(2L, 3L, 4L);
  }

  @Test
  void aStatementWithAHoleIsNone() {
    elsewhere.set("a", 1, true);
    elsewhere.state("a", new Hint.AllPresent(true, false, List.of()));
    elsewhere.interrupt("a");
    assertThat(elsewhere.state("a", new Hint.AllPresent(false, true, List.of()))).isNull();
    assertThat(elsewhere.isOnline(1)).isTrue();
  }
}
