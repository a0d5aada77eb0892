package io.vestnik.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The codes of an authenticator are those of RFC 6238.
class TotpTest {
  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  // RFC 6238, appendix B; the last six of its eight digits.
  @ParameterizedTest
  @CsvSource({
    "59,287082",
    "1111111109,081804",
    "1111111111,050471",
    "1234567890,005924",
    "2000000000,279037",
    "20000000000,353130"
  })
  void isAsTheStandardHasIt(long seconds, String code) {
    assertThat(Totp.code(SECRET, seconds / 30)).isEqualTo(code);
  }

  @Test
  void isGoodOneStepBeforeAndAfterItsOwn() {
    long millis = 1_111_111_111_000L;
    long step = millis / 30_000;
    for (int off = -1; off <= 1; off++) {
      assertThat(Totp.step(SECRET, Totp.code(SECRET, step + off), millis, 0)).isEqualTo(step + off);
    }
    assertThat(Totp.step(SECRET, Totp.code(SECRET, step - 2), millis, 0)).isNegative();
    assertThat(Totp.step(SECRET, Totp.code(SECRET, step + 2), millis, 0)).isNegative();
  }

  @Test
  void isNotGoodWhereALaterOneOrItselfWasUsed() {
    long millis = 1_111_111_111_000L;
    long step = millis / 30_000;
    assertThat(Totp.step(SECRET, Totp.code(SECRET, step), millis, step)).isNegative();
    assertThat(Totp.step(SECRET, Totp.code(SECRET, step - 1), millis, step)).isNegative();
    assertThat(Totp.step(SECRET, Totp.code(SECRET, step + 1), millis, step)).isEqualTo(step + 1);
  }

  // RFC 4648 §10, without padding.
  @ParameterizedTest
  @CsvSource({
    "f,MY",
    "fo,MZXQ",
    "foo,MZXW6",
    "foob,MZXW6YQ",
    "fooba,MZXW6YTB",
    "foobar,MZXW6YTBOI"
  })
  void aSecretIsTypedInBase32(String bytes, String text) {
    assertThat(Totp.text(bytes.getBytes(StandardCharsets.US_ASCII))).isEqualTo(text);
  }

  @Test
  void theUriSaysWhatAnAuthenticatorAsksFor() {
    assertThat(Totp.uri("Мой сервер", "anna", SECRET))
        .isEqualTo(
            "otpauth://totp/%D0%9C%D0%BE%D0%B9%20%D1%81%D0%B5%D1%80%D0%B2%D0%B5%D1%80:anna"
                + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=%D0%9C%D0%BE%D0%B9%20%D1%81%D0%B5%D1%80%D0%B2%D0%B5%D1%80"
                + "&algorithm=SHA1&digits=6&period=30");
  }
}
