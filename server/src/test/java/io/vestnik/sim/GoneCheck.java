package io.vestnik.sim;

import io.vestnik.model.Entry;
import io.vestnik.model.Event;
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
      String problem = problem(chatId, device.userId, reason, replay.runs.containsKey(chatId));
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
  private @Nullable String problem(long chatId, long userId, String reason, boolean isBack) {
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
    boolean left =
        removal.body() instanceof Event.MemberRemoved gone
            && gone.reason() == Event.MemberRemoved.Departure.LEFT;
    boolean fits =
        switch (reason) {
          case "removed" -> true;
          case "left" -> left || isBack || book.isMember(chatId, userId);
          default -> false;
        };
    return fits ? null : "the last time they went by " + removal;
  }
}
