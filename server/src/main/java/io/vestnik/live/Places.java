package io.vestnik.live;

import io.vestnik.model.Entry;
import io.vestnik.table.Parts.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How far this node's listeners have been given each chat's log. Nothing is known here while the
/// node is alone. Its own lock is that of the order: what is let through is given to the hub under
/// it.
final class Places {
  private static final int PAGE = 500;

  private final Map<Long, Place> places = new HashMap<>();
  private final Set<Long> behind = new LinkedHashSet<>();

  // Those to which nobody listens, and those to which nobody listened a sweep ago.
  private Set<Long> unheard = new HashSet<>();
  private Set<Long> longUnheard = new HashSet<>();

  /// One chat's.
  private static final class Place {
    /// The last entry that the hub was given.
    long last;

    /// The last entry that there is known to be.
    long wanted;

    int listeners;

    Place(long last) {
      this.last = last;
      wanted = last;
    }
  }

  /// A connection listens to the chat from a position on. A place is never ahead of its hindmost:
  /// who has more already passes over it.
  synchronized void begins(long chatId, long position) {
    Place place = places.computeIfAbsent(chatId, _ -> new Place(position));
    place.listeners++;
    if (position < place.last) {
      place.wanted = Math.max(place.wanted, place.last);
      place.last = position;
      behind.add(chatId);
    }
  }

  /// A connection listens to the chat no longer.
  synchronized void ends(long chatId) {
    Place place = places.get(chatId);
    if (place != null && --place.listeners <= 0) {
      unheard.add(chatId);
    }
  }

  /// Those of these entries that come next in their chats, or are of chats to which nobody listens.
  /// What comes too early is left to be read from the log with what is before it.
  synchronized List<Entry> next(List<Entry> entries) {
    List<Entry> next = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      Place place = places.get(entry.chat_id());
      if (place == null) {
        next.add(entry);
      } else if (entry.event_id() == place.last + 1) {
        place.last++;
        next.add(entry);
      } else {
        grown(entry.chat_id(), entry.event_id());
      }
    }
    return next;
  }

  /// The chat's log goes up to this entry at least.
  synchronized void grown(long chatId, long lastEventId) {
    Place place = places.get(chatId);
    if (place != null && lastEventId > Math.max(place.last, place.wanted)) {
      place.wanted = lastEventId;
      behind.add(chatId);
    }
  }

  /// The entry concerns somebody here, who may not listen to the chat yet.
  synchronized void named(long chatId, long eventId) {
    begin(chatId, eventId - 1);
    grown(chatId, eventId);
  }

  private void begin(long chatId, long position) {
    if (places.putIfAbsent(chatId, new Place(position)) == null) {
      unheard.add(chatId);
    }
  }

  /// Somebody here is a member, and the log goes up to this entry.
  ///
  /// @return whether the hub was given all of it, and nothing else: then a member who does not
  ///   listen was missed, and begins behind that entry
  synchronized boolean isAt(long chatId, long lastEventId) {
    grown(chatId, lastEventId);
    begin(chatId, lastEventId);
    Place place = places.get(chatId);
    return place != null && place.last == lastEventId;
  }

  /// What is to be read from the log, of so many chats at most.
  synchronized List<Part> parts(int most) {
    List<Part> parts = new ArrayList<>();
    var left = behind.iterator();
    while (left.hasNext() && parts.size() < most) {
      long chatId = left.next();
      Place place = places.get(chatId);
      if (place == null || place.wanted <= place.last) {
        left.remove();
      } else {
        parts.add(new Part(chatId, place.last + 1, Math.min(place.wanted, place.last + PAGE)));
      }
    }
    return parts;
  }

  /// These parts were read, and what came of them was let through. Where the log has nothing that
  /// comes next there is nothing to wait for: the chat has ended.
  synchronized void read(List<Part> parts, List<Entry> entries) {
    long lastChat = entries.isEmpty() ? Long.MAX_VALUE : entries.getLast().chat_id();
    for (Part part : parts) {
      Place place = places.get(part.chatId());
      if (place != null && part.chatId() <= lastChat && place.last < part.from()) {
        place.wanted = place.last;
      }
    }
  }

  /// The chats to which somebody listens.
  synchronized List<Long> chats() {
    return List.copyOf(places.keySet());
  }

  /// Forgets where nobody has listened for a while.
  synchronized void sweep() {
    for (long chatId : longUnheard) {
      Place place = places.get(chatId);
      if (place != null && place.listeners <= 0) {
        if (place.wanted > place.last) {
          unheard.add(chatId);
        } else {
          places.remove(chatId);
        }
      }
    }
    longUnheard = unheard;
    unheard = new HashSet<>();
  }
}
