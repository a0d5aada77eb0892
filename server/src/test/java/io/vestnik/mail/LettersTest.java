package io.vestnik.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.table.account.Mails.MailRow;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every letter is there in every language, and what users have chosen stays within its place.
@Tag("once")
class LettersTest {
  private static final byte[] KEY = {1, 2, 3};
  private static final byte[] SEED = {4, 5, 6};

  private final Letters letters = new Letters(KEY, "Почта & Co");

  static Stream<Arguments> all() {
    return Stream.of(Kind.values())
        .flatMap(kind -> Stream.of("en", "ru").map(language -> Arguments.of(kind, language)));
  }

  private static MailRow mail(Kind kind, String language, String username) {
    return new MailRow(
        1,
        kind.word(),
        "anna@example.org",
        username,
        language,
        kind.isCode() ? SEED : null,
        kind == Kind.NEW_DEVICE ? Letters.device("phone {code}", "10.0.0.1") : null,
        1_767_225_600_000L,
        0,
        0);
  }

  @ParameterizedTest
  @MethodSource("all")
  void isWhole(Kind kind, String language) {
    Letter letter = letters.write(mail(kind, language, "anna"));
    assertThat(letter.subject()).startsWith("Почта & Co: ");
    assertThat(letter.text()).contains("anna").doesNotContain("null", "{username", "{server");
    assertThat(letter.html()).contains("lang=\"" + language + "\"", "Почта &amp; Co");
    boolean russian = letter.text().contains("Здравствуйте");
    assertThat(russian).isEqualTo(language.equals("ru"));
    if (kind.isCode()) {
      String code = CodeText.of(KEY, SEED);
      assertThat(code).matches("\\d{8}");
      assertThat(letter.text()).contains("\n" + code + "\n");
      assertThat(letter.html()).contains(">" + code + "</p>");
    }
  }

  @Test
  void filledInTextIsNotLookedAtAgain() {
    assertThat(letters.write(mail(Kind.NEW_DEVICE, "en", "anna")).text())
        .contains("Device: phone {code}\nAddress: 10.0.0.1");
  }

  @Test
  void aNameIsEscapedAndKeepsToItsLine() {
    Letter letter = letters.write(mail(Kind.VERIFY, "en", "a\r\n\r\n<script>"));
    assertThat(letter.text()).startsWith("Hello a <script>,\n");
    assertThat(letter.html()).contains("a &lt;script&gt;").doesNotContain("<script>");
  }

  @Test
  void anUnknownLanguageIsEnglish() {
    assertThat(letters.write(mail(Kind.VERIFY, "de", "anna")).text()).startsWith("Hello");
  }
}
