package io.vestnik.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestnik.Pair;
import io.vestnik.TestServer;
import io.vestnik.protocol.Rejection;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The cursor of `sync`: small, and whatever is sent in its place is answered.
@Tag("once")
class CursorTest {
  private static final TestServer server = TestServer.start();
  private static final Pair pair = Pair.of(server, "cursor");

  @AfterAll
  static void stop() {
    pair.close();
    server.close();
  }

  private static Cursor cursor(int chats) {
    Random random = new Random(chats);
    TreeMap<Long, Cursor.Place> places = new TreeMap<>();
    for (int i = 0; i < chats; i++) {
      places.put(
          1 + random.nextLong(1L << 21),
          new Cursor.Place(
              random.nextLong(1L << 21),
              random.nextInt(1 << 16),
              random.nextLong(1L << 48),
              i % 3 == 0 ? random.nextLong(1L << 10) : 0));
    }
    return new Cursor("A".repeat(22), places);
  }

  private static String real() {
    pair.send(pair.anna(), "x");
    return pair.anna().call("sync").expect("200").text("cursor");
  }

  /// 200 or 422, and never anything else.
  private static Reply answered(Talk talk, String cursor) {
    Reply reply = talk.call("sync", "cursor", cursor);
    if (!reply.status().equals("200")) {
      reply.expect("422", "format", "cursor");
    }
    return reply;
  }

  @Test
  void isReadAsItWasWritten() {
    for (int chats : new int[] {0, 1, 2, 100, 10_000}) {
      Cursor cursor = cursor(chats);
      assertThat(Cursor.decode(cursor.encode())).isEqualTo(cursor);
    }
    Map<Long, Cursor.Place> extreme =
        Map.of(
            Long.MAX_VALUE,
            new Cursor.Place(Long.MAX_VALUE, 0xffff, (1L << 48) - 1, Long.MAX_VALUE));
    Cursor cursor = new Cursor("", new TreeMap<>(extreme));
    assertThat(Cursor.decode(cursor.encode())).isEqualTo(cursor);
  }

  @Test
  void isSmall() {
    assertThat(cursor(1_000).encode()).hasSizeLessThan(20_000);
    assertThat(cursor(10_000).encode()).hasSizeLessThan(Cursor.MAX_LENGTH);
  }

  @Test
  void isRefusedWhereItIsCutOffOrHasMoreBehindIt() {
    String whole = cursor(50).encode();
    for (int length = 0; length < whole.length(); length++) {
      String cut = whole.substring(0, length);
      assertThatThrownBy(() -> Cursor.decode(cut)).isInstanceOf(Rejection.class);
    }
    assertThatThrownBy(() -> Cursor.decode(whole + "AAAA")).isInstanceOf(Rejection.class);
    String real = real();
    for (int length = 0; length < real.length(); length++) {
      pair.anna()
          .call("sync", "cursor", real.substring(0, length))
          .expect("422", "format", "cursor");
    }
  }

  @Test
  void isRefusedWhereItIsNoiseOrOverlong() {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      if (i % 2 == 0 && noise.length > 0) {
        noise[0] = 2; // the version that there is
      }
      answered(pair.anna(), Base64.getUrlEncoder().withoutPadding().encodeToString(noise));
    }
    for (String text : new String[] {"%", "\t", "////", "++++", "AQ==", "😀", "A".repeat(4097)}) {
      pair.anna().call("sync", "cursor", text).expect("422", "format", "cursor");
    }
    String longest = "A".repeat(Cursor.MAX_LENGTH);
    pair.anna().call("sync", "cursor", longest).expect("422", "format", "cursor");
    assertThat(pair.anna().call("sync", "cursor", longest + "A").status()).isIn("413", "422");
  }

  @Test
  void neverFailsWhereABitIsFlipped() {
    byte[] bytes = Base64.getUrlDecoder().decode(real());
    int reset = 0;
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(flipped);
      Reply reply = answered(pair.anna(), text);
      reset += reply.status().equals("200") && reply.truth("reset") ? 1 : 0;
    }
    assertThat(reset).as("of another data set, another past").isGreaterThan(bytes.length);
  }

  /// Numbers that the server never gave, in a cursor that is well formed.
  @Test
  void isAnsweredWhateverItsNumbersAre() {
    String dataset = Cursor.decode(real()).dataset();
    Random random = new Random(8);
    for (int i = 0; i < 200; i++) {
      TreeMap<Long, Cursor.Place> places = new TreeMap<>();
      for (int n = random.nextInt(20); n > 0; n--) {
        long id = random.nextBoolean() ? pair.chat() : random.nextLong() >>> random.nextInt(63);
        long position = random.nextLong() >>> (1 + random.nextInt(62));
        places.put(
            Math.abs(id),
            new Cursor.Place(position, random.nextInt(1 << 16), 5, random.nextInt(9)));
      }
      answered(pair.anna(), new Cursor(dataset, places).encode());
    }
  }

  @Test
  void asksToBeginAnewWhereItsPlaceIsNotInThisLog() {
    real();
    Cursor real = Cursor.decode(real());
    Cursor.Place place = real.places().get(pair.chat());
    Cursor.Place[] others = {
      new Cursor.Place(place.position() + 1, place.tag(), place.look(), 0),
      new Cursor.Place(Long.MAX_VALUE, place.tag(), place.look(), 0),
      new Cursor.Place(place.position(), place.tag() ^ 1, place.look(), 0),
    };
    for (Cursor.Place other : others) {
      assertThat(with(real, other).truth("reset")).as("%s", other).isTrue();
    }
    assertThat(with(real, place).truth("reset")).isFalse();
    Reply look = with(real, new Cursor.Place(place.position(), place.tag(), place.look() ^ 1, 0));
    assertThat(look.truth("reset")).isFalse();
    assertThat(look.numbers("chats[].chat_id")).containsExactly(pair.chat());
    pair.send(pair.anna(), "so that it is not the last");
    assertThat(with(real, place).list("events")).hasSize(1);
    assertThat(with(real, others[2]).truth("reset")).isTrue();
  }

  private static Reply with(Cursor cursor, Cursor.Place place) {
    Cursor other = new Cursor(cursor.dataset(), new TreeMap<>(Map.of(pair.chat(), place)));
    return pair.anna().call("sync", "cursor", other.encode()).expect("200");
  }

  /// All the chats of a cursor may be gone: the answer fits into a frame all the same.
  @Test
  void isWorkedOffPageByPageWhereAllItsChatsAreGone() {
    String dataset = Cursor.decode(real()).dataset();
    TreeMap<Long, Cursor.Place> places = new TreeMap<>();
    for (long i = 0; i < 16_000; i++) {
      places.put((1L << 52) + i, new Cursor.Place(1, 1, 1, 0));
    }
    String cursor = new Cursor(dataset, places).encode();
    int removed = 0;
    boolean more = true;
    while (more) {
      Reply page = pair.anna().call("sync", "cursor", cursor).expect("200");
      removed += page.list("removed").size();
      cursor = page.text("cursor");
      more = page.truth("has_more");
    }
    assertThat(removed).isEqualTo(16_000);
    assertThat(Cursor.decode(cursor).places()).containsOnlyKeys(pair.chat());
  }
}
