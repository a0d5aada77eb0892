package io.vestnik.account;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.SpoofChecker;
import io.vestnik.model.Username;
import io.vestnik.protocol.Rejection;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;
import rocks.xmpp.precis.InvalidDirectionalityException;
import rocks.xmpp.precis.PrecisProfiles;

/// Decides what may be a username, and by which forms two of them are the same or too similar
/// (protocol §3, RFC 8265, UTS 39). The Unicode tables behind it are loaded with the first name,
/// not with the server.
public final class Usernames {
  /// The fewest code points of a name.
  public static final int MIN_LENGTH = 3;

  /// The most code points of a name.
  public static final int MAX_LENGTH = 32;

  /// No language stacks more marks on a letter; more of them run over the lines of others (UTS 39
  /// §5.4).
  private static final int MAX_STACKED_MARKS = 4;

  private static final String ALLOWED =
      " Allowed are letters, marks and digits of any script, and _ . - between them.";

  private Usernames() {}

  /// The name in its stored forms. Parsing what is shown again gives an equal name.
  ///
  /// @param field named in the refusal
  /// @throws Rejection `range` and `tooLong` for a length, as typed or as shown, outside of 3 to 32
  ///   code points; `format` for anything else, with a message that says what is wrong
  public static Username parse(String field, String typed) {
    checkLength(field, typed);
    String shown = enforced(field, typed);
    checkLength(field, shown);
    checkCharacters(field, shown);
    checkStackedMarks(field, shown);
    checkDeceptive(field, shown);
    return new Username(shown, caseMapped(shown), skeleton(shown));
  }

  /// The form by which a name, or the beginning of one, is looked up, or null if no name can have
  /// it. Asks for less than `parse`, never throws, and costs next to nothing for an overlong text.
  public static @Nullable String key(String typed) {
    if (isTooLong(typed)) {
      return null;
    }
    try {
      return caseMapped(PrecisProfiles.USERNAME_CASE_PRESERVED.enforce(typed));
    } catch (IllegalArgumentException noName) {
      return null;
    }
  }

  private static boolean isTooLong(String text) {
    // The first half keeps a text of a megabyte from being counted.
    return text.length() > 2 * MAX_LENGTH || text.codePointCount(0, text.length()) > MAX_LENGTH;
  }

  private static void checkLength(String field, String name) {
    if (isTooLong(name)) {
      throw Rejection.tooLong(field, MAX_LENGTH);
    }
    if (name.codePointCount(0, name.length()) < MIN_LENGTH) {
      throw Rejection.range(
          field, field + " must have " + MIN_LENGTH + " to " + MAX_LENGTH + " characters.");
    }
  }

  private static String enforced(String field, String typed) {
    try {
      return PrecisProfiles.USERNAME_CASE_PRESERVED.enforce(typed);
    } catch (InvalidDirectionalityException wrong) {
      throw Rejection.format(
          field,
          field
              + " has right-to-left letters: it must begin with one, end with a letter or digit,"
              + " and hold no left-to-right letters (RFC 5893).");
    } catch (IllegalArgumentException wrong) {
      throw Rejection.format(
          field,
          field + " may not have all of these characters: " + wrong.getMessage() + "." + ALLOWED);
    }
  }

  /// Letters, marks and digits, separators between them, and a letter somewhere.
  private static void checkCharacters(String field, String shown) {
    boolean afterSeparator = true;
    boolean hasLetter = false;
    for (int character : shown.codePoints().toArray()) {
      boolean separator = isSeparator(character);
      if (!separator && !isLetterMarkOrDigit(character)) {
        throw Rejection.format(
            field, field + " may not have U+%04X.".formatted(character) + ALLOWED);
      }
      if (afterSeparator && (separator || isMark(character))) {
        throw separatorsBetween(field);
      }
      afterSeparator = separator;
      // A modifier letter alone is as good as a quotation mark.
      hasLetter |=
          Character.isLetter(character)
              && Character.getType(character) != Character.MODIFIER_LETTER;
    }
    if (afterSeparator) {
      throw separatorsBetween(field);
    }
    if (!hasLetter) {
      throw Rejection.format(field, field + " must have at least one letter.");
    }
  }

  private static Rejection separatorsBetween(String field) {
    return Rejection.format(
        field,
        field
            + " must begin and end with a letter or digit, and have _ . - only singly and between"
            + " them, with no mark on them.");
  }

  private static boolean isSeparator(int character) {
    return character == '_' || character == '.' || character == '-';
  }

  private static boolean isMark(int character) {
    int type = Character.getType(character);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean isLetterMarkOrDigit(int character) {
    // The PRECIS library lets 241 invisible marks pass, the variation selectors.
    return (Character.isLetter(character) || isMark(character) || Character.isDigit(character))
        && !UCharacter.hasBinaryProperty(character, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
  }

  private static void checkStackedMarks(String field, String shown) {
    int stacked = 0;
    for (int character : Normalizer.normalize(shown, Normalizer.Form.NFD).codePoints().toArray()) {
      stacked = Character.getType(character) == Character.NON_SPACING_MARK ? stacked + 1 : 0;
      if (stacked > MAX_STACKED_MARKS) {
        throw Rejection.format(
            field, field + " may have at most " + MAX_STACKED_MARKS + " marks on a letter.");
      }
    }
  }

  private static void checkDeceptive(String field, String shown) {
    var found = new SpoofChecker.CheckResult();
    if (!Deception.CHECKER.failsChecks(shown, found)) {
      return;
    }
    if ((found.checks & SpoofChecker.RESTRICTION_LEVEL) != 0) {
      throw Rejection.format(
          field,
          field
              + " mixes scripts. Letters must be of one script; only Latin may stand with"
              + " Chinese, Japanese or Korean.");
    }
    if ((found.checks & SpoofChecker.MIXED_NUMBERS) != 0) {
      throw Rejection.format(
          field, field + " mixes digits of different scripts. Digits must be of one script.");
    }
    throw Rejection.format(
        field, field + " has a mark that cannot be seen. Each mark must change how it looks.");
  }

  /// Lower-casing alone takes σ and ς for two letters, and makes of Σ the one or the other by what
  /// stands around it; so a few Greek and old Cyrillic letters are folded first. All others come
  /// out as UsernameCaseMapped has them (ß stays apart from ss).
  private static String caseMapped(String shown) {
    var folded = new StringBuilder(shown.length());
    for (int character : shown.codePoints().toArray()) {
      folded.appendCodePoint(UCharacter.foldCase(character, true));
    }
    return PrecisProfiles.USERNAME_CASE_MAPPED.enforce(folded);
  }

  // An i and a j have the dot that a mark would put on them.
  private static String skeleton(String shown) {
    String plain =
        Normalizer.normalize(shown, Normalizer.Form.NFD)
            .replace("I\u0307", "i")
            .replace("i\u0307", "i")
            .replace("j\u0307", "j");
    return UCharacter.foldCase(Deception.CHECKER.getSkeleton(plain), true);
  }

  /// Loads the tables of confusable characters when first asked.
  private static final class Deception {
    static final SpoofChecker CHECKER =
        new SpoofChecker.Builder()
            .setChecks(
                SpoofChecker.RESTRICTION_LEVEL
                    | SpoofChecker.MIXED_NUMBERS
                    | SpoofChecker.INVISIBLE
                    | SpoofChecker.HIDDEN_OVERLAY)
            .setRestrictionLevel(SpoofChecker.RestrictionLevel.HIGHLY_RESTRICTIVE)
            .build();
  }
}
