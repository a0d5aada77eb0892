package io.vestnik.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import io.vestnik.model.Username;
import io.vestnik.protocol.ErrorCode;
import io.vestnik.protocol.Rejection;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What holds of every name, over random ones and over every character.
@Tag("once")
class UsernamesPropertyTest {
  private static final long SEED = 20_261_122;

  /// Each a script or a trap; a random name is drawn from one or two of them.
  private static final String[] ALPHABETS = {
    "abcdefghijklmnopqrstuvwxyz",
    "ABCIKLOSZabciklosz",
    "ÀÉÎÕÜßẞñçøłŁİıĿſǅǆ\u212a\u212b",
    "абвгдежзийАБВГДЕЁЖІЇЎ\u1c80\u1c88",
    "αβγδσςΣΩωάΐᾼᾳ\u2126\u1fbe",
    "漢字名前王李\u3007",
    "あいうかがアイカガーっッ",
    "한글이름\u1100\u1161\u11a8",
    "ابتثجحخدعربيـ",
    "אבגדהוזחטשלום\u05b0\u05bc",
    "कखगघहिन्दीक्ष\u0958\u0959",
    "ａｂｃＡＢＣ１２３＿．－ｶﾞｱ",
    "a\u0301e\u0300o\u0302\u0323I\u0307i\u0307\u0345\u0308",
    "0123456789",
    "٠١٢۰۱۲०१२",
    "_.-",
    "😀👨\u200d👩🎉",
    "\u202e\u202d\u200e\u200f\u2066\u2069\u200b\u200c\u200d\u00ad\ufeff",
    "\ufe0f\u180f\udb40\udd00\u034f\u3164\uffa0\u115f",
    "ᎠᎡꭰꭱ\u10d0\u1c90",
    " @/\\'\"\u0000\ud800\udc00",
  };

  @Test
  void everyNameParsesToItselfAndIsFoundInAnyCase() {
    var random = new Random(SEED);
    int taken = 0;
    for (int round = 0; round < 20_000; round++) {
      String typed = randomName(random);
      Username name;
      try {
        name = Usernames.parse("username", typed);
      } catch (Rejection refused) {
        assertThat(refused.code()).isIn(ErrorCode.FORMAT, ErrorCode.RANGE, ErrorCode.TOO_LONG);
        Usernames.key(typed);
        continue;
      }
      taken++;
      String replay = "seed " + SEED + ", round " + round + ", name " + escaped(typed);
      assertThat(Usernames.parse("username", name.shown())).as(replay).isEqualTo(name);
      assertThat(Usernames.key(typed)).as(replay).isEqualTo(name.key());
      assertThat(name.shown().codePointCount(0, name.shown().length())).as(replay).isBetween(3, 32);
      assertThat(Normalizer.isNormalized(name.key(), Normalizer.Form.NFC)).as(replay).isTrue();
      String other = otherCase(name.shown());
      if (Usernames.key(other) != null) {
        assertThat(Usernames.key(other)).as(replay).isEqualTo(name.key());
      }
    }
    assertThat(taken).as("names among the random strings").isGreaterThan(3_000);
  }

  @Test
  void everyCharacterOfEveryAlphabetHoldsToThat() {
    IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .filter(Character::isDefined)
        // Ideographs and syllables by the ten thousand are all alike.
        .filter(character -> !isOneOfMany(character))
        .forEach(character -> holdsToThat("ab" + Character.toString(character) + "c"));
  }

  private static boolean isOneOfMany(int character) {
    Character.UnicodeScript script = Character.UnicodeScript.of(character);
    return script == Character.UnicodeScript.HAN
        || script == Character.UnicodeScript.HANGUL
        || script == Character.UnicodeScript.TANGUT
        || Character.getType(character) == Character.PRIVATE_USE;
  }

  private static void holdsToThat(String latin) {
    String character = latin.substring(2, latin.length() - 1);
    for (String typed : List.of(latin, character.repeat(3), "א" + character + "ב")) {
      try {
        Username name = Usernames.parse("username", typed);
        assertThat(Usernames.parse("username", name.shown())).isEqualTo(name);
        String other = Usernames.key(otherCase(name.shown()));
        assertThat(other == null ? name.key() : other).as(escaped(typed)).isEqualTo(name.key());
      } catch (Rejection refused) {
        assertThat(refused.field()).isEqualTo("username");
      }
    }
  }

  private static String randomName(Random random) {
    int[] first = alphabet(random);
    int[] second = alphabet(random);
    int length = random.nextInt(10) == 0 ? random.nextInt(40) : 2 + random.nextInt(8);
    var name = new StringBuilder();
    for (int count = 0; count < length; count++) {
      int[] drawn = random.nextInt(6) == 0 ? second : first;
      name.appendCodePoint(drawn[random.nextInt(drawn.length)]);
    }
    return name.toString();
  }

  private static int[] alphabet(Random random) {
    return ALPHABETS[random.nextInt(ALPHABETS.length)].codePoints().toArray();
  }

  /// Each letter in another case by Unicode's simple folding, where there is one; ı is i's
  /// neighbour and no case of it.
  private static String otherCase(String name) {
    var other = new StringBuilder();
    for (int character : name.codePoints().toArray()) {
      int upper = Character.toUpperCase(character);
      boolean same = UCharacter.foldCase(upper, true) == UCharacter.foldCase(character, true);
      other.appendCodePoint(same ? upper : character);
    }
    return other.toString();
  }

  private static String escaped(String text) {
    var escaped = new StringBuilder();
    text.codePoints().limit(50).forEach(c -> escaped.append("%04X ".formatted(c)));
    return escaped.toString().strip().toUpperCase(Locale.ROOT);
  }
}
