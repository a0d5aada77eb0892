package io.vestnik.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void readsEveryKindOfValue() {
    var read =
        Json.read(
            """
            {"s": "я\\n", "i": -7, "big": 9223372036854775808, "d": 1.50, "t": true, "f": false,
             "n": null, "a": [1, [], {}], "o": {"x": {"y": 2}}}
            """);
    assertThat(read.keySet()).containsExactly("s", "i", "big", "d", "t", "f", "n", "a", "o");
    assertThat(read)
        .containsEntry("s", "я\n")
        .containsEntry("i", -7L)
        .containsEntry("big", new BigDecimal("9223372036854775808"))
        .containsEntry("d", new BigDecimal("1.50"))
        .containsEntry("t", true)
        .containsEntry("f", false)
        .containsEntry("n", null)
        .containsEntry("a", List.of(1L, List.of(), Json.object()))
        .containsEntry("o", Json.object("x", Json.object("y", 2L)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "{",
        "{}x",
        "{} {}",
        "{'a':1}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "{\"a\":1,}",
        "{\"o\":{\"a\":1,\"a\":2}}",
        "// no\n{}"
      })
  void failsAtAnythingElse(String text) {
    assertThatThrownBy(() -> Json.read(text)).isInstanceOf(AssertionError.class);
  }

  @Test
  void writesWhatItReads() {
    String text = "{\"s\":\"\\\"я👋\",\"n\":null,\"a\":[1,-2.50,true,{}],\"l\":9007199254740993}";
    assertThat(Json.write(Json.read(text))).isEqualTo(text);
  }

  @Test
  void writesNumbersOfAnyKind() {
    assertThat(Json.write(Arrays.asList(1, 2L, (short) 3, 0.5, BigInteger.TEN.pow(30), null)))
        .isEqualTo("[1,2,3,0.5," + "1" + "0".repeat(30) + ",null]");
  }

  @Test
  void escapesWhatUtf8CannotHold() {
    assertThat(Json.write(Json.object("s", "a\ud800b\0")))
        .isEqualTo("{\"s\":\"a\\ud800b\\u0000\"}");
  }

  @Test
  void refusesToWriteOrToNameWhatIsNotJson() {
    assertThatThrownBy(() -> Json.write(new Object())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Json.object("a")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Json.object(1, 2)).isInstanceOf(IllegalArgumentException.class);
  }
}
