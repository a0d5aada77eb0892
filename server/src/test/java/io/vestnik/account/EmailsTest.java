package io.vestnik.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vestnik.model.Email;
import io.vestnik.protocol.ErrorCode;
import io.vestnik.protocol.Rejection;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
class EmailsTest {
  private static final long SEED = 20_261_122;

  @ParameterizedTest
  @CsvSource({
    "ivan@example.org, ivan@example.org",
    "Ivan.Petrov+news@Example.ORG, ivan.petrov+news@example.org",
    "o'brien@example.org, o'brien@example.org",
    "root@localhost, root@localhost",
    "a@1.2.3.4, a@1.2.3.4",
    "!#$%&*+-/=?^_`{|}~@a.b, !#$%&*+-/=?^_`{|}~@a.b",
    "иван@пример.рф, иван@xn--e1afmkfd.xn--p1ai",
    "ИВАН@ПРИМЕР.РФ, иван@xn--e1afmkfd.xn--p1ai",
    "иван@xn--e1afmkfd.xn--p1ai, иван@xn--e1afmkfd.xn--p1ai",
    "иван@XN--E1AFMKFD.xn--P1AI, иван@xn--e1afmkfd.xn--p1ai",
    "a@faß.de, a@xn--fa-hia.de",
    "a@例え。jp, a@xn--r8jz45g.jp",
    "ΟΔΟΣ@a.gr, οδοσ@a.gr",
    "οδος@a.gr, οδοσ@a.gr",
    "\u212aelvin@a.b, kelvin@a.b",
    "e\u0301@a.b, \u00e9@a.b",
  })
  void keepsAddressesAsTypedAndFindsThemByKey(String typed, String key) {
    assertThat(Emails.parse("email", typed)).isEqualTo(new Email(typed, key));
    assertThat(Emails.key(typed)).isEqualTo(key);
    assertThat(Emails.key(key)).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "ivan",
        "ivan@",
        "@example.org",
        "a@b@c.org",
        "ivan@@example.org",
        "ivan@.example.org",
        "ivan@example.org.",
        "ivan@example..org",
        "ivan@。",
        "ivan@example。。org",
        "ivan@example.org。",
        ".ivan@example.org",
        "ivan.@example.org",
        "iv..an@example.org",
        "ivan@-example.org",
        "ivan@example-.org",
        "ivan@exa_mple.org",
        "ivan@exa!mple.org",
        "ivan@xn--a.org",
        "ivan@[127.0.0.1]",
        "ivan@exam＠ple.org",
      })
  void refusesWhatIsNoAddress(String typed) {
    refused(typed, ErrorCode.FORMAT);
    assertThat(Emails.key(typed)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ivan petrov@example.org",
        " ivan@example.org",
        "ivan@example.org ",
        "ivan@exam ple.org",
        "ivan\u00a0p@example.org",
        "ivan\u3000p@example.org",
        "ivan\tp@example.org",
        "ivan@example.org\r\nBcc: x@y.z",
        "ivan@example.org\n",
        "ivan\u0000@example.org",
        "ivan\u007f@example.org",
        "ivan\u0085@example.org",
        "ivan\u2028@example.org",
        "ivan\u202e@example.org",
        "ivan\u200b@example.org",
        "ivan\ufe0f@example.org",
        "ivan\ud800@example.org",
        "ivan@example\udc00.org",
        "<ivan@example.org>",
        "Ivan <ivan@example.org>",
        "ivan@example.org,eve@example.org",
        "ivan@example.org;eve@example.org",
        "\"ivan\"@example.org",
        "ivan(x)@example.org",
        "ivan\\x@example.org",
        "a:b@example.org",
      })
  void refusesWhatCouldBreakAHeader(String typed) {
    refused(typed, ErrorCode.FORMAT);
    assertThat(Emails.key(typed)).isNull();
  }

  @Test
  void boundsEveryPart() {
    assertThat(Emails.key("a".repeat(64) + "@b.org")).isNotNull();
    assertThat(Emails.key("я".repeat(64) + "@b.org")).isNotNull();
    assertThat(Emails.key("😀".repeat(64) + "@b.org")).isNotNull();
    refused("a".repeat(65) + "@b.org", ErrorCode.FORMAT);
    assertThat(Emails.key("a@" + "b".repeat(63) + ".org")).isNotNull();
    refused("a@" + "b".repeat(64) + ".org", ErrorCode.FORMAT);
    // A label is as long as its ASCII form.
    refused("a@" + "щю".repeat(31) + ".org", ErrorCode.FORMAT);

    String domain = ("b".repeat(62) + ".").repeat(3) + "cc";
    String longest = "a".repeat(62) + "@" + domain;
    assertThat(longest).hasSize(254);
    assertThat(Emails.key(longest)).isEqualTo(longest);
    refused("a" + longest, ErrorCode.TOO_LONG);
    refused("@".repeat(1 << 20), ErrorCode.TOO_LONG);
    assertThat(Emails.key("a@" + "b.".repeat(1 << 20) + "org")).isNull();
  }

  @Test
  void everyKeyIsItsOwnKey() {
    int[] alphabet =
        ("abcXYZ019.-+_ßẞİıſΣσςΐᾳᾼ\u0345\u0301\u0307\u1e9e\u1fb3\u212b\u0390\u03b0ŉǰﬁﬃ"
                + "яЯ漢あ한א ب😀\u0958＠．\u200d")
            .codePoints()
            .toArray();
    var random = new Random(SEED);
    int taken = 0;
    for (int round = 0; round < 20_000; round++) {
      var typed = new StringBuilder();
      for (int count = 1 + random.nextInt(6); count > 0; count--) {
        typed.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
      }
      typed.append("@");
      for (int count = 1 + random.nextInt(3); count > 0; count--) {
        typed.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
      }
      String key = Emails.key(typed.toString());
      if (key != null) {
        taken++;
        assertThat(Emails.key(key)).as("seed %d, round %d", SEED, round).isEqualTo(key);
      }
    }
    assertThat(taken).as("addresses among the random strings").isGreaterThan(1_000);
  }

  private static void refused(String typed, ErrorCode code) {
    var refusal = catchThrowableOfType(Rejection.class, () -> Emails.parse("email", typed));
    assertThat(refusal).as(typed).isNotNull();
    assertThat(refusal.code()).as(typed).isEqualTo(code);
    assertThat(refusal.field()).isEqualTo("email");
  }
}
