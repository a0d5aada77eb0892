package io.vestnik.client;

import io.vestnik.client.mode.Sync;
import io.vestnik.client.state.Delivery;
import io.vestnik.client.state.Place;
import io.vestnik.model.Chat;
import io.vestnik.model.Entry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What an answer to sync says, as one step (protocol §7). A chat that the cursor knows may be
/// further here than there, for it went on live after the cursor was given.
final class CatchUp {
  private final Draft draft;
  private final Sync.Answer answer;
  private final boolean first;
  private final int newChatEntries;
  private final Map<Long, Chat> shown = new HashMap<>();
  private final Map<Long, Long> firstGiven = new HashMap<>();

  /// @param first whether this is part of the first sync of all: chats begin where they stand
  CatchUp(Draft draft, Sync.Answer answer, boolean first, int newChatEntries) {
    this.draft = draft;
    this.answer = answer;
    this.first = first;
    this.newChatEntries = newChatEntries;
    answer.chats().forEach(chat -> shown.put(chat.chat_id(), chat));
    answer.events().forEach(entry -> firstGiven.putIfAbsent(entry.chat_id(), entry.event_id()));
    answer.limited().forEach(hole -> firstGiven.putIfAbsent(hole.chat_id(), hole.from_event_id()));
  }

  /// Puts all of it into the draft.
  ///
  /// @return the chats that the answer shows
  Set<Long> apply() {
    answer.removed().forEach(this::removed);
    answer.chats().forEach(this::chat);
    answer.events().forEach(this::entry);
    answer.limited().forEach(this::hole);
    answer
        .hidden()
        .forEach(hidden ->
            draft.step().deliver(new Delivery.Hidden(hidden.chat_id(), hidden.message_ids())));
    draft.step().cursor(answer.cursor());
    return new HashSet<>(shown.keySet());
  }

  // Without a place it was told as removed when that happened; with one beyond the new beginning it
  // was told and has gone on.
  private void removed(Sync.Removed removed) {
    Place place = draft.place(removed.chat_id());
    Chat chat = shown.get(removed.chat_id());
    boolean told = place == null || (chat != null && place.position() >= chat.first_event_id());
    if (!told) {
      draft.gone(removed.chat_id(), removed.reason());
    }
  }

  private void chat(Chat chat) {
    Place place = draft.place(chat.chat_id());
    long created = chat.created_time();
    draft.step().deliver(new Delivery.ChatSeen(chat));
    if (place == null || place.position() == Place.UNKNOWN) {
      draft.put(begin(chat));
      return;
    }
    draft.skipTo(chat.chat_id(), chat.first_event_id() - 1);
    Place now = draft.place(chat.chat_id());
    if (now != null) {
      long end = Math.max(now.end(), chat.last_event_id());
      draft.put(new Place(chat.chat_id(), now.position(), end, created, chat.revision(), false));
    }
  }

  // Where a chat begins that is new here: with the entries given; in a first sync at its end; and
  // else it began while one was away, and its newest entries are a hole to be filled.
  private Place begin(Chat chat) {
    long last = chat.last_event_id();
    Long given = firstGiven.get(chat.chat_id());
    long position =
        given != null
            ? given - 1
            : first ? last : Math.max(chat.first_event_id() - 1, last - newChatEntries);
    return new Place(chat.chat_id(), position, last, chat.created_time(), chat.revision(), false);
  }

  private void entry(Entry entry) {
    draft.entry(entry);
  }

  private void hole(Sync.Hole hole) {
    Place place = draft.place(hole.chat_id());
    if (place == null) {
      long before = hole.from_event_id() - 1;
      place = new Place(hole.chat_id(), before, before, 0, 0, false);
    }
    draft.put(place.reaching(hole.to_event_id()));
  }
}
