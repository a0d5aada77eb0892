package io.vestnik.message;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import org.jspecify.annotations.Nullable;

/// Tells emoji from other text (UTS 51), and brings each into the one form that it is kept in.
final class Emoji {
  // The longest that are recommended have fourteen.
  private static final int MAX_LENGTH = 32;

  /// Asks for the colourful form of what is also a sign of text, as the heart is.
  private static final int VARIATION_SELECTOR_16 = 0xfe0f;

  private Emoji() {}

  /// The emoji that the text is, fully qualified, or null where it is not exactly one. Keyboards
  /// leave the variation selectors out, or put one too many.
  static @Nullable String parse(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return null;
    }
    String whole = qualified(text);
    return UCharacter.hasBinaryProperty(whole, UProperty.RGI_EMOJI) ? whole : null;
  }

  private static String qualified(String text) {
    int[] characters =
        text.codePoints().filter(character -> character != VARIATION_SELECTOR_16).toArray();
    StringBuilder whole = new StringBuilder();
    for (int i = 0; i < characters.length; i++) {
      whole.appendCodePoint(characters[i]);
      boolean modified =
          i + 1 < characters.length && is(characters[i + 1], UProperty.EMOJI_MODIFIER);
      if (is(characters[i], UProperty.EMOJI)
          && !is(characters[i], UProperty.EMOJI_PRESENTATION)
          && !modified) {
        whole.appendCodePoint(VARIATION_SELECTOR_16);
      }
    }
    return whole.toString();
  }

  private static boolean is(int character, int property) {
    return UCharacter.hasBinaryProperty(character, property);
  }
}
