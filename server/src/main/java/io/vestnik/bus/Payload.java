package io.vestnik.bus;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What travels at once: who sends it, whether something was lost before it, and any number of
/// texts, a line each.
///
/// @param lost whether the sender had texts that it could not send
record Payload(String sender, boolean lost, List<String> texts) {
  private static final char LOST = '!';
  private static final String MARK = "vestnik ";

  /// The beginning of one, to which texts may be added.
  static StringBuilder begin(String sender, boolean lost) {
    StringBuilder payload = new StringBuilder(256).append(MARK).append(sender);
    return lost ? payload.append(LOST) : payload;
  }

  static void add(StringBuilder payload, String text) {
    payload.append('\n').append(text);
  }

  /// The payload, or null where it is somebody else's.
  static @Nullable Payload read(String text) {
    List<String> lines = List.of(text.split("\n", -1));
    String first = lines.getFirst();
    if (!first.startsWith(MARK)) {
      return null;
    }
    boolean lost = first.charAt(first.length() - 1) == LOST;
    String sender = first.substring(MARK.length(), first.length() - (lost ? 1 : 0));
    return new Payload(sender, lost, lines.subList(1, lines.size()));
  }
}
