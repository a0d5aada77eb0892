package io.vestnik;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.wire.Reply;
import java.util.Set;
import java.util.TreeSet;

/// What answers look like.
public final class Answers {
  private Answers() {}

  /// Checks that it is 200 and has exactly these fields beside the envelope's.
  public static Reply hasFields(Reply reply, String... names) {
    Set<String> expected = new TreeSet<>(Set.of("mode", "timestamp", "status"));
    expected.addAll(Set.of(names));
    assertThat(reply.expect("200").body().keySet()).containsExactlyInAnyOrderElementsOf(expected);
    return reply;
  }
}
