package io.vestnik.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Texts that wait for a bus, or for who hears them.
class BacklogTest {
  private final Backlog backlog = new Backlog(1_000);

  @Test
  void comesInOrder() throws InterruptedException {
    backlog.add("a");
    backlog.add("b");
    assertThat(backlog.take()).isEqualTo(new Bus.Text("a"));
    assertThat(backlog.take()).isEqualTo(new Bus.Text("b"));
  }

  @Test
  void whatIsTooMuchIsForgottenAndThatIsSaidOnce() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      backlog.add("text " + i);
    }
    assertThat(backlog.take()).isEqualTo(new Bus.Loss());
    assertThat(backlog.take()).isEqualTo(new Bus.Text("text 14"));
  }

  @Test
  void whatFitsTravelsTogether() throws InterruptedException {
    backlog.add("x".repeat(40));
    backlog.add("y".repeat(40));
    backlog.add("z".repeat(40));
    assertThat(Payload.read(backlog.take("me", 120, 1)))
        .isEqualTo(new Payload("me", false, List.of("x".repeat(40), "y".repeat(40))));
    assertThat(Payload.read(backlog.take("me", 120, 1)))
        .isEqualTo(new Payload("me", false, List.of("z".repeat(40))));
    assertThat(backlog.take("me", 120, 1)).isNull();
  }

  @Test
  void thePayloadIsNoLongerThanItMayBe() throws InterruptedException {
    int begin = Payload.begin("me", false).length();
    backlog.add("x".repeat(20));
    backlog.add("y".repeat(20));
    assertThat(backlog.take("me", begin + 42, 1)).hasSize(begin + 42);
    backlog.add("x".repeat(20));
    backlog.add("y".repeat(20));
    assertThat(backlog.take("me", begin + 41, 1)).hasSize(begin + 21);
  }

  @Test
  void aLossTravelsAndAnEmptyTextToo() throws InterruptedException {
    backlog.lose();
    backlog.add("");
    assertThat(Payload.read(backlog.take("me", 120, 1)))
        .isEqualTo(new Payload("me", true, List.of("")));
  }

  @Test
  void whoIsAskedToSayTheyAreThereDoes() throws InterruptedException {
    backlog.nudge();
    assertThat(Payload.read(backlog.take("me", 120, 1)))
        .isEqualTo(new Payload("me", false, List.of()));
    assertThat(backlog.take("me", 120, 1)).isNull();
  }

  @Test
  void afterTheEndWhatWaitsMayStillBeSentButNothingComes() throws InterruptedException {
    backlog.add("last");
    backlog.close();
    backlog.add("late");
    assertThat(backlog.isClosed()).isFalse();
    assertThat(Payload.read(backlog.take("me", 120, 1)))
        .isEqualTo(new Payload("me", false, List.of("last")));
    assertThat(backlog.isClosed()).isTrue();
    assertThat(backlog.take()).isNull();
  }

  @Test
  void whatIsNoPayloadIsIgnored() {
    assertThat(Payload.read("")).isNull();
    assertThat(Payload.read("hello\nworld")).isNull();
  }
}
