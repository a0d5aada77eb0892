package io.vestnik.message;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import io.vestnik.chat.CreateChat;
import io.vestnik.table.Mentions;
import java.util.ArrayList;
import java.util.List;

/// Finds what in a text may be a member's `@username` (protocol §5). Whether it is one, the tables
/// say.
public final class MentionFinder {
  private static final int MAX_CANDIDATES = 50;
  private static final int MAX_SPELLINGS = 4;
  private static final int MIN_LENGTH = 3;

  private final CreateChat.Names names;

  public MentionFinder(CreateChat.Names names) {
    this.names = names;
  }

  /// The places, in their order; the first 50. An `@` counts where nothing stands before it that a
  /// name may hold, so that an e-mail address mentions nobody.
  List<Mentions.Candidate> candidates(String text) {
    int at = text.indexOf('@');
    if (at < 0) {
      return List.of();
    }
    List<Mentions.Candidate> found = new ArrayList<>();
    int offset = text.codePointCount(0, at);
    for (int next; at >= 0 && found.size() < MAX_CANDIDATES; at = next) {
      int end = endOfName(text, at + 1);
      if (at == 0 || !isOfName(text.codePointBefore(at))) {
        List<Mentions.Spelling> spellings = spellings(text.substring(at + 1, end));
        if (!spellings.isEmpty()) {
          found.add(new Mentions.Candidate(offset, spellings));
        }
      }
      next = text.indexOf('@', end);
      offset += next < 0 ? 0 : text.codePointCount(at, next);
    }
    return found;
  }

  private static int endOfName(String text, int from) {
    int end = from;
    while (end < text.length() && isOfName(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  // The longest first, and shorter ones cut at separators: after a name there may be a full stop.
  private List<Mentions.Spelling> spellings(String run) {
    List<Mentions.Spelling> spellings = new ArrayList<>();
    int end = withoutSeparators(run, run.length());
    for (int tries = 0; end > 0 && tries < MAX_SPELLINGS; tries++) {
      int length = run.codePointCount(0, end);
      if (length >= MIN_LENGTH) {
        String key = names.key(run.substring(0, end));
        if (key != null) {
          spellings.add(new Mentions.Spelling(length + 1, key));
        }
      }
      end = withoutSeparators(run, lastSeparator(run, end));
    }
    return spellings;
  }

  private static int withoutSeparators(String run, int end) {
    int last = end;
    while (last > 0 && isSeparator(run.charAt(last - 1))) {
      last--;
    }
    return last;
  }

  private static int lastSeparator(String run, int end) {
    int last = end;
    while (last > 0 && !isSeparator(run.charAt(last - 1))) {
      last--;
    }
    return last;
  }

  // As of usernames. What makes an emoji of a sign is a mark too, and of no name.
  private static boolean isOfName(int character) {
    int type = Character.getType(character);
    boolean mark = type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    return Character.isLetterOrDigit(character)
        || isSeparator(character)
        || (mark
            && !UCharacter.hasBinaryProperty(character, UProperty.DEFAULT_IGNORABLE_CODE_POINT));
  }

  private static boolean isSeparator(int character) {
    return character == '_' || character == '.' || character == '-';
  }
}
