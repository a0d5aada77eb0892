package io.vestnik.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.vestnik.AtOnce;
import io.vestnik.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What every bus promises. An implementation passes it by a subclass that makes ends of one bus.
abstract class BusContract {
  private final List<Bus> ends = new ArrayList<>();

  /// Another node's end of the test's bus.
  abstract Bus end();

  private Bus newEnd() {
    Bus end = end();
    ends.add(end);
    return end;
  }

  @AfterEach
  void closeAll() {
    ends.forEach(Bus::close);
  }

  private static List<String> heard(Bus end) {
    List<String> heard = new CopyOnWriteArrayList<>();
    end.listen(what -> heard.add(text(what)));
    return heard;
  }

  private static String text(Bus.Heard what) {
    return switch (what) {
      case Bus.Text(String text) -> text;
      case Bus.Loss() -> "loss";
    };
  }

  private static List<String> numbered(String name, int count) {
    return IntStream.range(0, count).mapToObj(i -> name + i).toList();
  }

  @Test
  void allOthersHearWhatOnePublishesAndItDoesNot() {
    Bus one = newEnd();
    List<String> own = heard(one);
    List<String> second = heard(newEnd());
    List<String> third = heard(newEnd());
    List<String> texts = numbered("text ", 50);
    texts.forEach(one::publish);
    Pair.eventually(() -> assertThat(second).isEqualTo(texts));
    Pair.eventually(() -> assertThat(third).isEqualTo(texts));
    assertThat(own).isEmpty();
  }

  @Test
  void whatManyThreadsPublishComesInTheOrderOfEach() {
    Bus one = newEnd();
    List<String> heard = heard(newEnd());
    AtOnce.all(
        4,
        i ->
            () -> {
              numbered(i + ":", 200).forEach(one::publish);
              return i;
            });
    Pair.eventually(() -> assertThat(heard).hasSize(800));
    for (int i = 0; i < 4; i++) {
      String name = i + ":";
      assertThat(heard.stream().filter(text -> text.startsWith(name)))
          .containsExactlyElementsOf(numbered(name, 200));
    }
  }

  @Test
  void theLongestTextComesWhole() {
    Bus one = newEnd();
    List<String> heard = heard(newEnd());
    String longest = "{\"x\":\"'\\".repeat(Bus.MAX_LENGTH).substring(0, Bus.MAX_LENGTH);
    one.publish(longest);
    Pair.eventually(() -> assertThat(heard).containsExactly(longest));
  }

  @Test
  void aListenerThatFailsHearsTheNext() {
    Bus one = newEnd();
    List<String> heard = new CopyOnWriteArrayList<>();
    newEnd()
        .listen(what -> {
          heard.add(text(what));
          throw new IllegalStateException("on purpose");
        });
    one.publish("first");
    one.publish("second");
    Pair.eventually(() -> assertThat(heard).containsExactly("first", "second"));
  }

  @Test
  void whoIsClosedHearsAndSaysNothingAndHurtsNobody() {
    Bus one = newEnd();
    Bus gone = newEnd();
    List<String> goneHeard = heard(gone);
    List<String> heard = heard(newEnd());
    gone.close();
    gone.close();
    assertThatCode(() -> gone.publish("from beyond")).doesNotThrowAnyException();
    one.publish("still here");
    Pair.eventually(() -> assertThat(heard).containsExactly("still here"));
    assertThat(goneHeard).isEmpty();
  }

  @Test
  void publishingWhileNobodyListensIsNoError() {
    Bus one = newEnd();
    assertThatCode(() -> one.publish("into the void")).doesNotThrowAnyException();
    List<String> heard = heard(newEnd());
    one.publish("now");
    Pair.eventually(() -> assertThat(heard).containsExactly("now"));
  }
}
