package io.vestnik.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.model.Signal;
import io.vestnik.model.TokenHash;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Letters between nodes, as texts.
class LettersTest {
  private static final long LARGE = (1L << 53) - 1;

  @Test
  void everyHintIsReadAsItWasWritten() {
    List<Hint> hints = new ArrayList<>();
    hints.add(new Hint.Grown(1, LARGE));
    hints.add(new Hint.Named(2, 3, List.of(4L, LARGE)));
    hints.add(new Hint.Present(5, true, 6));
    hints.add(new Hint.Present(5, false, LARGE));
    hints.add(new Hint.AllPresent(true, false, List.of(1L)));
    hints.add(new Hint.AllPresent(false, true, List.of()));
    List<String> texts = Letters.pack("node_-1", 7, hints);
    assertThat(texts).hasSize(1);
    assertThat(Letters.read(texts.getFirst())).isEqualTo(new Letter.Hints("node_-1", 7, hints));
  }

  /// Of every kind that there is: a new one must be able to travel.
  @Test
  void everySignalIsReadAsItWasWritten() {
    List<Hint> hints =
        Stream.of(Signal.class.getPermittedSubclasses())
            .<Hint>map(kind -> new Hint.Told(sample(kind)))
            .toList();
    assertThat(hints).hasSizeGreaterThan(7);
    assertThat(Letters.read(Letters.pack("n", 1, hints).getFirst()))
        .isEqualTo(new Letter.Hints("n", 1, hints));
  }

  private static Signal sample(Class<?> kind) {
    RecordComponent[] components = kind.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = IntStream.range(0, types.length).mapToObj(i -> value(types[i], i)).toArray();
    try {
      return (Signal) kind.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(kind.getName(), e);
    }
  }

  private static Object value(Class<?> type, int at) {
    return switch (type.getSimpleName()) {
      case "long" -> LARGE - at;
      case "int" -> at;
      case "boolean" -> true;
      case "String" -> "word" + at;
      case "List" -> List.of(1L, LARGE);
      case "TokenHash" -> TokenHash.of("secret");
      default -> throw new AssertionError("SignalItems does not carry " + type);
    };
  }

  @Test
  void theOtherLettersAreReadAsTheyWereWritten() {
    assertThat(Letters.read(Letters.heartbeat("a", 9))).isEqualTo(new Letter.Heartbeat("a", 9));
    assertThat(Letters.read(Letters.ask("a", "b"))).isEqualTo(new Letter.Ask("a", "b"));
    assertThat(Letters.read(Letters.farewell("a"))).isEqualTo(new Letter.Farewell("a"));
  }

  @Test
  void whatIsTooLongIsSplitAndNumberedOn() {
    List<Hint> hints =
        LongStream.range(0, 2_000).<Hint>mapToObj(i -> new Hint.Grown(LARGE - i, i)).toList();
    List<String> texts = Letters.pack("node", 5, hints);
    assertThat(texts).hasSizeGreaterThan(5).allMatch(text -> text.length() <= Bus.MAX_LENGTH);
    List<Hint> read = new ArrayList<>();
    long number = 5;
    for (String text : texts) {
      Letter.Hints letter = (Letter.Hints) Letters.read(text);
      assertThat(letter.number()).isEqualTo(number++);
      read.addAll(letter.hints());
    }
    assertThat(read).isEqualTo(hints);
  }

  @Test
  void idsComeInPartsThatFit() {
    List<Long> ids = LongStream.range(0, 450).mapToObj(i -> LARGE - i).toList();
    List<List<Long>> parts = Letters.parts(ids);
    assertThat(parts).extracting(List::size).containsExactly(200, 200, 50);
    assertThat(parts.stream().flatMap(List::stream).toList()).isEqualTo(ids);
    assertThat(Letters.parts(List.of())).containsExactly(List.of());
    Hint hint = new Hint.Named(LARGE, LARGE, parts.getFirst());
    assertThat(Letters.pack("x".repeat(22), LARGE, List.of(hint)))
        .allMatch(text -> text.length() <= Bus.MAX_LENGTH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{}",
        "{\"node\":7,\"number\":1}",
        "{\"node\":\"a\"}",
        "{\"node\":\"a\",\"number\":\"1\"}",
        "{\"node\":\"a\",\"number\":1.5}",
        "{\"node\":\"a\",\"number\":1,\"hints\":7}",
      })
  void whatIsNoLetterIsIgnored(String text) {
    assertThat(Letters.read(text)).isNull();
  }

  @Test
  void aHintThatIsNotKnownIsLeftOut() {
    String text =
        """
        {"node":"a","number":1,"hints":[["novelty",1],[],7,["grown","1",2],["Typing",1],
          ["grown",1,2],["SessionEnded",1,"%%"]],"more":true}
        """;
    assertThat(Letters.read(text))
        .isEqualTo(new Letter.Hints("a", 1, List.of(new Hint.Grown(1, 2))));
  }
}
