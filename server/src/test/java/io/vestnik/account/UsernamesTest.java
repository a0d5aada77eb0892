package io.vestnik.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vestnik.model.Username;
import io.vestnik.protocol.ErrorCode;
import io.vestnik.protocol.Rejection;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
class UsernamesTest {
  @ParameterizedTest
  @CsvSource({
    "ivan, ivan",
    "Ivan_Petrov-2, ivan_petrov-2",
    "a.b.c, a.b.c",
    "Иван.Ё, иван.ё",
    "ΟΔΟΣ, οδοσ",
    "ОДИССЕЙ_7, одиссей_7",
    "田中さん, 田中さん",
    "tanaka田中, tanaka田中",
    "김민준, 김민준",
    "שלום-7, שלום-7",
    "علي٣, علي٣",
    "नमस्ते१२, नमस्ते१२",
    "สวัสดี, สวัสดี",
    "Straße, straße",
    "2fast, 2fast",
  })
  void takesNamesOfAnyScript(String typed, String key) {
    Username name = Usernames.parse("username", typed);
    assertThat(name.shown()).isEqualTo(typed);
    assertThat(name.key()).isEqualTo(key);
    assertThat(Usernames.key(typed)).isEqualTo(key);
  }

  @Test
  void showsWideLettersPlainAndAccentsComposed() {
    assertThat(Usernames.parse("username", "Ｉｖａｎ＿７").shown()).isEqualTo("Ivan_7");
    assertThat(Usernames.parse("username", "ﾀﾅｶ").shown()).isEqualTo("タナカ");
    assertThat(Usernames.parse("username", "rene\u0301e").shown()).isEqualTo("ren\u00e9e");
    assertThat(Usernames.key("RENE\u0301E")).isEqualTo("ren\u00e9e");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "яя", "😀", "e\u0301a", "한\u1100\u1161"})
  void refusesShortNamesByWhatIsShown(String typed) {
    refused(typed, ErrorCode.RANGE);
  }

  @Test
  void countsCodePointsAtBothEnds() {
    assertThat(Usernames.parse("username", "a".repeat(32)).shown()).hasSize(32);
    // 𐐀 is one code point and two of Java's chars.
    assertThat(Usernames.parse("username", "𐐀".repeat(32)).shown()).hasSize(64);
    refused("a".repeat(33), ErrorCode.TOO_LONG);
    refused("𐐀".repeat(33), ErrorCode.TOO_LONG);
    // NFC writes U+0958 as two code points.
    assertThat(Usernames.parse("username", "\u0958".repeat(16)).shown()).hasSize(32);
    refused("\u0958".repeat(17), ErrorCode.TOO_LONG);
  }

  @Test
  void looksNoFurtherThanTheLengthOfWhatIsTooLong() {
    refused("\u202e".repeat(1 << 20), ErrorCode.TOO_LONG);
    assertThat(Usernames.key("a".repeat(1 << 20))).isNull();
    assertThat(Usernames.key("a".repeat(33))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ivan petrov",
        "ivan@example",
        "ivan!",
        "ivan/..",
        "ivan\u0000",
        "ivan😀",
        "iv\u200dan",
        "iv\u200ban",
        "iv\u00adan",
        "\u202eivan",
        "iv\ufe0fan",
        "iv\udb40\udd00an",
        "iv\u180fan",
        "\u3164\u3164\u3164",
        "ivan\ud800",
        "ivan\u0378",
        "ab\u3007",
        "a·b",
        "ab½",
        "ﬁsh",
        "ᾼβγ",
      })
  void refusesAllButLettersMarksAndDigits(String typed) {
    refused(typed, ErrorCode.FORMAT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_ivan",
        "ivan_",
        ".ivan",
        "ivan.",
        "-ivan",
        "ivan-",
        "a__b",
        "a.-b",
        "a_.b",
        "___",
        "...",
        "ivan_\u0301x",
        "\u0301ivan",
        "ivan．",
        "שלום-",
      })
  void takesSeparatorsOnlyBetween(String typed) {
    refused(typed, ErrorCode.FORMAT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"123", "1_2", "१२३", "ʼʼʼ"})
  void wantsALetter(String typed) {
    refused(typed, ErrorCode.FORMAT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Иvan",
        "раypal",
        "αlpha",
        "ivan١٢",
        "aбв",
        "עבריתabc",
        "漢字кана",
        "कabc",
        "ᎪᏴab",
      })
  void refusesMixedScripts(String typed) {
    refused(typed, ErrorCode.FORMAT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"क१2", "علي٣۴", "अ१٢"})
  void refusesMixedDigits(String typed) {
    refused(typed, ErrorCode.FORMAT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ba\u0308\u0308c", "i\u0307stanbul", "a\u0301\u0302\u0303\u0304\u0305b"})
  void refusesHiddenAndPiledMarks(String typed) {
    refused(typed, ErrorCode.FORMAT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1שלום", "שלוםabc", "abcא", "علي1٣"})
  void keepsTheBidiRule(String typed) {
    refused(typed, ErrorCode.FORMAT);
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(refused("Иvan", ErrorCode.FORMAT).message()).contains("mixes scripts");
    assertThat(refused("क१2", ErrorCode.FORMAT).message()).contains("digits");
    assertThat(refused("ivan!", ErrorCode.FORMAT).message()).contains("U+0021").contains("_ . -");
    assertThat(refused("1שלום", ErrorCode.FORMAT).message()).contains("right-to-left");
    assertThat(refused("1.2", ErrorCode.FORMAT).message()).contains("letter");
    assertThat(refused("a..b", ErrorCode.FORMAT).message()).contains("singly");
    assertThat(refused("ab", ErrorCode.RANGE).message()).contains("3 to 32");
  }

  @ParameterizedTest
  @CsvSource({
    "PayPal, PayPaI",
    "PayPal, PayPa1",
    "Ivan, lvan",
    "СОСО, COCO",
    "раура, paypa",
    "modern, rnodern",
    "bob0, bobO",
    "admin, admİn",
    "Ivan, IVAN",
  })
  void namesThatLookAlikeShareASkeleton(String one, String other) {
    assertThat(Usernames.parse("username", one).skeleton())
        .isEqualTo(Usernames.parse("username", other).skeleton());
  }

  @ParameterizedTest
  @CsvSource({"ivan, lvan", "ivan_petrov, ivan.petrov", "anna, hanna", "мир, мыр"})
  void namesThatLookDifferentDoNot(String one, String other) {
    assertThat(Usernames.parse("username", one).skeleton())
        .isNotEqualTo(Usernames.parse("username", other).skeleton());
  }

  @ParameterizedTest
  @CsvSource({
    "Ivan, IVAN",
    "Иван, ИВАН",
    "οδοσ, οδος",
    "οδος, ΟΔΟΣ",
    "\u1c80ода, вода",
    "Ꭰꭱꭰ, ꭰᎡꭰ",
    "Straße, STRAẞE",
    "\u212aelvin, KELVIN",
    "İstan, i\u0307stan",
  })
  void namesThatDifferInCaseShareAKey(String one, String other) {
    assertThat(Usernames.key(one)).isNotNull().isEqualTo(Usernames.key(other));
  }

  @Test
  void keepsWhatRfc8265KeepsApart() {
    assertThat(Usernames.key("fußball")).isNotEqualTo(Usernames.key("fussball"));
    assertThat(Usernames.key("ısparta")).isNotEqualTo(Usernames.key("isparta"));
  }

  @Test
  void looksUpBeginningsOfNamesToo() {
    assertThat(Usernames.key("I")).isEqualTo("i");
    assertThat(Usernames.key("Ivan_")).isEqualTo("ivan_");
    assertThat(Usernames.key("ΟΔΟΣΑ")).startsWith(Usernames.key("ΟΔΟΣ"));
    assertThat(Usernames.key("")).isNull();
    assertThat(Usernames.key("a b")).isNull();
    assertThat(Usernames.key("\ud800")).isNull();
  }

  private static Rejection refused(String typed, ErrorCode code) {
    var refusal = catchThrowableOfType(Rejection.class, () -> Usernames.parse("username", typed));
    assertThat(refusal).as(escaped(typed)).isNotNull();
    assertThat(refusal.code()).as(escaped(typed)).isEqualTo(code);
    assertThat(refusal.field()).isEqualTo("username");
    return refusal;
  }

  private static String escaped(String text) {
    var escaped = new StringBuilder();
    text.codePoints().limit(50).forEach(c -> escaped.append("%04X ".formatted(c)));
    return escaped.toString().strip().toUpperCase(Locale.ROOT);
  }
}
