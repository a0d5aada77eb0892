package io.vestnik;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.protocol.Rate;
import io.vestnik.wire.Json;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks until a limit says no, on a clock that stands still.
public final class Bursts {
  private Bursts() {}

  /// The request is answered 200 as often as the limit's burst allows, then 429, and again when the
  /// time is over that the refusal names, which is what the limit's rate makes it.
  public static void areLimited(
      ManualClock clock, Rate rate, Talk talk, String mode, @Nullable Object... fields) {
    assertThat(asked(talk, rate.burst(), mode, fields)).containsOnly("200");
    long waitMillis = refused(talk, mode, fields);
    assertThat(waitMillis).isBetween(1L, 1 + Math.round(1000 / rate.perSecond()));
    clock.advance(Duration.ofMillis(waitMillis - 2));
    refused(talk, mode, fields);
    clock.advance(Duration.ofMillis(2));
    talk.call(mode, fields).expect("200");
    refused(talk, mode, fields);
    clock.advance(Duration.ofNanos((long) (rate.burst() / rate.perSecond() * 1e9)));
    assertThat(asked(talk, rate.burst(), mode, fields)).containsOnly("200");
    refused(talk, mode, fields);
  }

  /// The statuses of so many of the same request, sent at once.
  public static List<String> asked(Talk talk, int count, String mode, @Nullable Object... fields) {
    talk.postAll(mode, Collections.nCopies(count, Json.object(fields)));
    List<String> statuses = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      statuses.add(talk.next().status());
    }
    return statuses;
  }

  private static long refused(Talk talk, String mode, @Nullable Object... fields) {
    Reply reply = talk.call(mode, fields).expect("429", "throttled");
    assertThat(reply.truth("error.temporary")).isTrue();
    return reply.number("error.retry_after_ms");
  }
}
