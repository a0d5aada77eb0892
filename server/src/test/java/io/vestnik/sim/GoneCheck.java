package io.vestnik.sim;

import io.vestnik.model.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether those who are no members any more were told why, and nothing since.
final class GoneCheck {
  private final Book book;
  private final List<String> wrong = new ArrayList<>();

  GoneCheck(Book book) {
    this.book = book;
  }

  /// All that is wrong with what the device was told.
  List<String> check(Device device, Replay replay) {
    for (Entry entry : replay.entries) {
      heard(device, entry);
    }
    replay.reasons.forEach((chatId, reason) -> {
      String problem = problem(chatId, device.userId, reason);
      if (problem != null) {
        wrong.add(device.name + ": chat " + chatId + " was told as " + reason + ": " + problem);
      }
    });
    return wrong;
  }

  private void heard(Device device, Entry entry) {
    long chatId = entry.chat_id();
    if (!book.isGroup(chatId) || book.isMember(chatId, device.userId)) {
      return;
    }
    Entry removal = book.lastRemoval(chatId, device.userId);
    if (removal == null || entry.event_id() >= removal.event_id()) {
      wrong.add(device.name + ": no member since " + removal + ", and was told " + entry);
    }
  }

  // The client itself says `removed` where all that it knows is that the chat is there no more.
  private @Nullable String problem(long chatId, long userId, String reason) {
    if (!book.has(chatId)) {
      return null; // nobody can tell any more what it was before it ended
    }
    if (!book.isGroup(chatId)) {
      return reason.equals("deleted") || reason.equals("left") ? "it is there" : null;
    }
    Entry removal = book.lastRemoval(chatId, userId);
    if (removal == null) {
      return "nobody has removed them";
    }
    // Of several goings it may have heard an earlier one alone.
    boolean fits =
        reason.equals("removed") || (reason.equals("left") && book.hasLeft(chatId, userId));
    return fits ? null : "the last time they went by " + removal;
  }
}
