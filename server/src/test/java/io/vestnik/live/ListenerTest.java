package io.vestnik.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.mode.Packet;
import io.vestnik.mode.Peer;
import io.vestnik.model.Session;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Which of a chat's entries are for one who begins to listen behind the second.
@Tag("once")
class ListenerTest {
  private final Listener listener =
      new Listener(new Subscriber(new Deaf(), new Session(1, 1, 0), false), 1, 2, true);

  private List<Long> taken(boolean comesAgain, long... eventIds) {
    return LongStream.of(eventIds).filter(id -> listener.takes(id, comesAgain)).boxed().toList();
  }

  /// While entries were on their way that others had long been given: those before them are read
  /// again, and must not be passed over.
  @Test
  void whatIsTooEarlyWaitsForWhatIsBeforeIt() {
    assertThat(taken(true, 6, 7, 3, 4, 5, 6, 7, 8)).containsExactly(3L, 4L, 5L, 6L, 7L, 8L);
  }

  /// What was committed while a subscription was being answered is told by sync.
  @Test
  void whatDoesNotComeAgainIsNotWaitedFor() {
    assertThat(taken(false, 6, 5, 7)).containsExactly(6L, 7L);
  }

  @Test
  void nothingIsTakenTwice() {
    assertThat(taken(true, 1, 2, 3, 3, 2, 4)).containsExactly(3L, 4L);
    assertThat(taken(false, 4, 3, 9, 9, 8)).containsExactly(9L);
  }

  /// A connection to which nothing is sent.
  private static final class Deaf implements Peer {
    @Override
    public Executor loop() {
      return Runnable::run;
    }

    @Override
    public Packet pack(byte[] json) {
      throw new AssertionError("something was sent");
    }

    @Override
    public boolean send(Packet packet, boolean losable) {
      throw new AssertionError("something was sent");
    }

    @Override
    public void overflow() {}

    @Override
    public void outdated() {}

    @Override
    public void setSubscribed(@Nullable Runnable alive) {}

    @Override
    public void tokenEnded() {}

    @Override
    public void whenClosed(Runnable task) {}
  }
}
