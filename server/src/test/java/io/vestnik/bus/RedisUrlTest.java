package io.vestnik.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses of Redis.
class RedisUrlTest {
  private static RedisUrl.Place place(String host, int port) {
    return new RedisUrl.Place(host, port);
  }

  @Test
  void oneHost() {
    assertThat(RedisUrl.parse("redis://example.org", null))
        .isEqualTo(new RedisUrl(List.of(place("example.org", 6379)), false, null, null, null));
    assertThat(RedisUrl.parse("rediss://u%40x:p%3A+%2F@example.org:7000/0", "other"))
        .isEqualTo(new RedisUrl(List.of(place("example.org", 7000)), true, "u@x", "p:+/", null));
  }

  @Test
  void thePasswordMayComeFromElsewhere() {
    assertThat(RedisUrl.parse("redis://anna@a", "secret").password()).isEqualTo("secret");
    assertThat(RedisUrl.parse("redis://a", "secret").password()).isEqualTo("secret");
    assertThat(RedisUrl.parse("redis://:own@a", "secret").password()).isEqualTo("own");
  }

  @Test
  void manyHostsAndSentinel() {
    assertThat(RedisUrl.parse("redis://a:1,b,[::1]:3", null).places())
        .containsExactly(place("a", 1), place("b", 6379), place("::1", 3));
    RedisUrl sentinel = RedisUrl.parse("rediss-sentinel://:secret@a,b:7/0#main", null);
    assertThat(sentinel)
        .isEqualTo(
            new RedisUrl(List.of(place("a", 26379), place("b", 7)), true, null, "secret", "main"));
    assertThat(sentinel).hasToString("a:26379,b:7#main");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "redis:",
        "redis://",
        "http://:secret@a",
        "redis://:secret@a b",
        "redis://:secret@a:b",
        "redis://:secret@a:0",
        "redis://:secret@a:65536",
        "redis://:secret@a,,b",
        "redis://:secret@a/x",
        "redis://:secret@a?x",
        "redis://:secret%@a",
        "redis://:sec@ret@a",
        "redis://:secret@a#main",
        "redis-sentinel://:secret@a",
        "redis://user@a",
      })
  void whatIsWrongIsSaidWithoutThePassword(String text) {
    assertThatThrownBy(() -> RedisUrl.parse(text, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("--bus ")
        .message()
        .doesNotContain("secret");
  }
}
