package io.vestnik.account;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.IDNA;
import io.vestnik.model.Email;
import io.vestnik.protocol.Rejection;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/// Checks the form of e-mail addresses, and says when two are the same (protocol §3, RFC 5322
/// dot-atoms, RFC 6531 for other scripts, UTS 46 for domains). Whether mail arrives is for a mailed
/// code to find out.
public final class Emails {
  /// The most code points of an address.
  public static final int MAX_LENGTH = 254;

  private static final int MAX_LOCAL_LENGTH = 64;

  /// What has a meaning of its own in a mail header (RFC 5322 `specials`).
  private static final String SPECIALS = "()<>[]:;,\\\"";

  private Emails() {}

  /// The address in its stored forms.
  ///
  /// @param field named in the refusal
  /// @throws Rejection `tooLong` over 254 code points; `format` for anything else, with a message
  ///   that says what is wrong
  public static Email parse(String field, String typed) {
    if (typed.length() > 2 * MAX_LENGTH || length(typed) > MAX_LENGTH) {
      throw Rejection.tooLong(field, MAX_LENGTH);
    }
    checkCharacters(field, typed);
    int at = typed.indexOf('@');
    if (at < 0 || at != typed.lastIndexOf('@')) {
      throw Rejection.format(field, field + " must have one @, as in name@example.org.");
    }
    String local = typed.substring(0, at);
    checkLocal(field, local);
    String domain = asciiDomain(field, typed.substring(at + 1));
    return new Email(typed, folded(local) + "@" + domain);
  }

  /// The form by which an address is looked up, or null if the text is no address. Never throws,
  /// and costs next to nothing for an overlong text.
  public static @Nullable String key(String typed) {
    try {
      return parse("email", typed).key();
    } catch (Rejection noAddress) {
      return null;
    }
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static void checkCharacters(String field, String typed) {
    for (int character : typed.codePoints().toArray()) {
      if (SPECIALS.indexOf(character) >= 0) {
        throw Rejection.format(field, field + " may have none of " + SPECIALS + " in it.");
      }
      if (!isVisible(character)) {
        throw Rejection.format(
            field, field + " may have no spaces, control or invisible characters in it.");
      }
    }
  }

  private static boolean isVisible(int character) {
    if (character < 0x80) {
      return character > ' ' && character < 0x7f;
    }
    int type = Character.getType(character);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.PRIVATE_USE
        && type != Character.UNASSIGNED
        && type != Character.SPACE_SEPARATOR
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR
        && !UCharacter.hasBinaryProperty(character, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
  }

  private static void checkLocal(String field, String local) {
    if (local.isEmpty() || length(local) > MAX_LOCAL_LENGTH) {
      throw Rejection.format(
          field, field + " must have 1 to " + MAX_LOCAL_LENGTH + " characters before the @.");
    }
    if (hasStrayDot(local)) {
      throw Rejection.format(
          field, field + " may have dots before the @ only singly and between other characters.");
    }
  }

  private static boolean hasStrayDot(String text) {
    return text.startsWith(".") || text.endsWith(".") || text.contains("..");
  }

  /// Other scripts' dots and wide letters become plain ones here, so dots are looked at afterwards.
  private static String asciiDomain(String field, String domain) {
    var ascii = new StringBuilder();
    var found = new IDNA.Info();
    Domains.RULES.nameToASCII(domain, ascii, found);
    String name = ascii.toString();
    if (found.hasErrors() || hasStrayDot(name)) {
      throw Rejection.format(
          field,
          field
              + " must have a domain name after the @: labels of 1 to 63 letters, digits and inner"
              + " hyphens, with single dots between them.");
    }
    return name;
  }

  /// Unicode's canonical caseless form (D145), composed.
  private static String folded(String local) {
    String decomposed = Normalizer.normalize(local, Normalizer.Form.NFD);
    return Normalizer.normalize(UCharacter.foldCase(decomposed, true), Normalizer.Form.NFC);
  }

  /// Loads the tables of domain names when first asked. Not `java.net.IDN`: that keeps to IDNA2003,
  /// so it mails ß to ss, and lets a domain in capitals and underscores pass as it is.
  private static final class Domains {
    static final IDNA RULES =
        IDNA.getUTS46Instance(
            IDNA.NONTRANSITIONAL_TO_ASCII
                | IDNA.CHECK_BIDI
                | IDNA.CHECK_CONTEXTJ
                | IDNA.USE_STD3_RULES);
  }
}
