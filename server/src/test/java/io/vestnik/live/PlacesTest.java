package io.vestnik.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.table.Parts.Part;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Entry n + 1 of a chat goes out after n, whatever comes when.
@Tag("once")
class PlacesTest {
  private final Places places = new Places();

  private static List<Entry> entries(long chatId, long from, long until) {
    return LongStream.rangeClosed(from, until)
        .mapToObj(id -> Entry.of(chatId, id, 1, 1L, new Event.MessagePinned(1, true)))
        .toList();
  }

  private List<Long> out(long chatId, long from, long until) {
    return places.next(entries(chatId, from, until)).stream().map(Entry::event_id).toList();
  }

  @Test
  void whatComesNextGoesOutOnce() {
    places.begins(7, 10);
    assertThat(out(7, 9, 12)).containsExactly(11L, 12L);
    assertThat(out(7, 11, 13)).containsExactly(13L);
    assertThat(places.parts(10)).isEmpty();
  }

  @Test
  void whatComesTooEarlyIsReadWithWhatIsBeforeIt() {
    places.begins(7, 10);
    assertThat(out(7, 13, 14)).isEmpty();
    List<Part> parts = places.parts(10);
    assertThat(parts).containsExactly(new Part(7, 11, 14));
    assertThat(out(7, 11, 14)).containsExactly(11L, 12L, 13L, 14L);
    places.read(parts, entries(7, 11, 14));
    assertThat(places.parts(10)).isEmpty();
  }

  @Test
  void aHintIsReadInBoundedParts() {
    places.begins(7, 0);
    places.begins(8, 0);
    places.begins(9, 5);
    places.grown(7, 2_000);
    places.grown(8, 1);
    places.grown(9, 5);
    places.grown(99, 1);
    assertThat(places.parts(1)).hasSize(1);
    assertThat(places.parts(10)).containsExactly(new Part(7, 1, 500), new Part(8, 1, 1));
    assertThat(out(7, 1, 500)).hasSize(500);
    assertThat(places.parts(10)).contains(new Part(7, 501, 1_000));
  }

  /// An ended chat has no log: nobody asks for it again and again.
  @Test
  void whatTheLogDoesNotHaveIsNotAskedForAgain() {
    places.begins(7, 0);
    places.grown(7, 3);
    List<Part> parts = places.parts(10);
    places.next(List.of());
    places.read(parts, List.of());
    assertThat(places.parts(10)).isEmpty();
    places.grown(7, 4);
    assertThat(places.parts(10)).containsExactly(new Part(7, 1, 4));
  }

  /// A read may end before it comes to all the chats.
  @Test
  void whatARunOfReadingDidNotReachIsAskedForAgain() {
    places.begins(7, 0);
    places.begins(8, 0);
    places.grown(7, 1);
    places.grown(8, 1);
    List<Part> parts = places.parts(10);
    assertThat(out(7, 1, 1)).containsExactly(1L);
    places.read(parts, entries(7, 1, 1));
    assertThat(places.parts(10)).containsExactly(new Part(8, 1, 1));
  }

  @Test
  void whoBeginsFurtherBackGetsWhatIsBetween() {
    places.begins(7, 10);
    places.begins(7, 8);
    assertThat(places.parts(10)).containsExactly(new Part(7, 9, 10));
  }

  @Test
  void whereNobodyListensAllPassesAndNothingIsKept() {
    places.begins(7, 10);
    places.ends(7);
    places.sweep();
    places.sweep();
    assertThat(places.chats()).isEmpty();
    assertThat(out(7, 20, 21)).containsExactly(20L, 21L);
  }

  @Test
  void whomAnEntryNamesGetsItAndWhatFollows() {
    places.named(7, 5);
    places.grown(7, 6);
    assertThat(places.parts(10)).containsExactly(new Part(7, 5, 6));
    assertThat(places.isAt(8, 3)).isTrue();
    assertThat(places.isAt(8, 3)).isTrue();
    assertThat(places.parts(10)).hasSize(1);
    assertThat(places.isAt(8, 4)).isFalse();
    assertThat(places.parts(10)).hasSize(2);
    assertThat(out(8, 4, 4)).containsExactly(4L);
    assertThat(places.isAt(8, 3)).isFalse();
    assertThat(places.isAt(8, 4)).isTrue();
  }
}
