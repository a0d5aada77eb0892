package io.vestnik.chat;

import io.vestnik.model.Chat;
import io.vestnik.model.ChatType;
import io.vestnik.model.Entry;
import io.vestnik.protocol.Encoded;
import io.vestnik.protocol.JsonWriter;
import io.vestnik.protocol.Page;
import io.vestnik.store.Tx;
import io.vestnik.table.Chats;
import io.vestnik.table.MemberRow;
import io.vestnik.table.Positions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One answer to sync: goes through the chats, the newest first, and gives of each what the cursor
/// does not know, until the frame is full. What is left out keeps its old place in the new cursor,
/// and the next answer begins with the newest again; only beyond the first 10,000 chats it goes on
/// where this one has ended.
final class SyncRun {
  private static final int MAX_WAITING = 200;
  private static final int MAX_CHATS = 10_000;
  private static final int CHATS_AT_ONCE = 1_000;

  // The frame's 1 MiB, less the cursor (256 KiB at most) and the envelope.
  private static final int MAX_BYTES = 700 << 10;

  // A hole or a chat that was removed takes less.
  private static final int NOTE_BYTES = 80;

  // So many chats are read whose entries then fit into no frame.
  private static final int MAX_READ_IN_VAIN = 8;

  private final Tx tx;
  private final long userId;
  private final String dataset;
  private final int maxEntries;
  private final @Nullable Cursor cursor;
  private final Map<Long, Cursor.Place> known;
  private final Chats.Place from;

  private final TreeMap<Long, Cursor.Place> places;
  private final Set<Long> looked = new HashSet<>();
  private final List<Encoded<Chat>> chats = new ArrayList<>();
  private final List<Encoded<Entry>> events = new ArrayList<>();
  private final List<Sync.Hole> limited = new ArrayList<>();
  private final List<Sync.Hidden> hidden = new ArrayList<>();
  private final List<Sync.Removed> removed = new ArrayList<>();
  private int bytes;
  private int readInVain;
  private boolean full;

  /// A run on behalf of the user.
  ///
  /// @param cursor of this data set
  SyncRun(Tx tx, long userId, String dataset, @Nullable Integer limit, @Nullable Cursor cursor) {
    this.tx = tx;
    this.userId = userId;
    this.dataset = dataset;
    maxEntries = limit == null ? Page.MAX_ITEMS : limit;
    this.cursor = cursor;
    known = cursor == null ? Map.of() : cursor.places();
    from = cursor == null ? Chats.Place.START : cursor.resume();
    places = new TreeMap<>(known);
  }

  /// All that fits, or null where the cursor is of another past.
  Sync.@Nullable Answer run() {
    Chats.Place next = from;
    boolean more = true;
    while (more && !full && looked.size() < MAX_CHATS) {
      List<Chats.Listed> listed = tx.chats().listedFor(userId, next, CHATS_AT_ONCE);
      if (cursor != null && cursor.isOfAnotherPast(tx, listed)) {
        return null;
      }
      next = giveAll(listed, next);
      more = listed.size() == CHATS_AT_ONCE;
    }
    remove();
    if (!isResumed()) {
      forgetOldest();
    }
    boolean startAgain = (!more && !full) || (full && !isResumed());
    Chats.Place resume = startAgain ? Chats.Place.START : next;
    return new Sync.Answer(
        new Cursor(dataset, places, resume).encode(),
        chats,
        events,
        limited,
        hidden,
        removed,
        false,
        more || full);
  }

  private boolean isResumed() {
    return !from.equals(Chats.Place.START);
  }

  // Gives the place of the last that was looked at to its end.
  private Chats.Place giveAll(List<Chats.Listed> listed, Chats.Place before) {
    List<Chat> views = ChatViews.of(tx, listed, userId);
    Chats.Place last = before;
    for (int i = 0; i < listed.size(); i++) {
      Chats.Listed one = listed.get(i);
      give(one, views.get(i), known.get(one.chat().id()));
      if (full) {
        break;
      }
      looked.add(one.chat().id());
      last = new Chats.Place(one.activityTime(), one.chat().id());
      full = readInVain >= MAX_READ_IN_VAIN;
    }
    return last;
  }

  private void give(Chats.Listed listed, Chat view, Cursor.@Nullable Place place) {
    Encoded<Chat> json = JsonWriter.encode(view);
    Cursor.Place now =
        new Cursor.Place(
            view.last_event_id(),
            Cursor.tag(listed.chat().lastEventTime()),
            json.hash48(),
            listed.member().hiddenCount());
    if (place == null) {
      giveNew(listed.member(), json, view.chat_id(), now);
    } else if (listed.member().firstEventId() > place.position()) {
      if (fits(json.size() + NOTE_BYTES, 0)) {
        removed.add(new Sync.Removed(view.chat_id(), reason(view)));
        chats.add(json);
        places.put(view.chat_id(), now);
      }
    } else {
      giveSince(listed.member(), view, json, place, now);
    }
  }

  // A group is not cleared but left, so one has come back to it.
  private String reason(Chat view) {
    if (view.chat_type() == ChatType.PERSONAL) {
      return "cleared";
    }
    Boolean wasRemoved = tx.former().ofUser(userId, List.of(view.chat_id())).get(view.chat_id());
    return reason(wasRemoved);
  }

  private static String reason(@Nullable Boolean wasRemoved) {
    return wasRemoved == null ? "deleted" : wasRemoved ? "removed" : "left";
  }

  // Without a place it comes again each time; so do those of more than 10,000 chats that are not
  // among the newest. What is hidden of it comes along, for a client may have it from live events;
  // where no place remembers how far, only as much as one answer holds.
  private void giveNew(MemberRow member, Encoded<Chat> json, long chatId, Cursor.Place now) {
    boolean kept = !isResumed() || places.size() < MAX_CHATS;
    long above = kept ? 0 : Math.max(0, member.hiddenCount() - NewlyHidden.MOST + 1);
    NewlyHidden all = NewlyHidden.above(tx, member, cursor == null ? member.hiddenCount() : above);
    if (fits(json.size() + all.size(), 0)) {
      chats.add(json);
      Cursor.Place place = giveHidden(chatId, all, now);
      if (kept) {
        places.put(chatId, place);
      }
    }
  }

  private void giveSince(
      MemberRow member, Chat view, Encoded<Chat> json, Cursor.Place place, Cursor.Place now) {
    long chatId = view.chat_id();
    boolean looksOther = now.look() != place.look();
    long waiting = view.last_event_id() - place.position();
    List<Encoded<Entry>> entries = null;
    if (waiting <= Math.min(MAX_WAITING, maxEntries)) {
      entries = entries(member, place.position(), (int) waiting, MAX_BYTES - json.size());
    }
    // A number that was never given counts as none: it is of a copy, or made up.
    long above = place.hidden() > member.hiddenCount() ? 0 : place.hidden();
    NewlyHidden newlyHidden = NewlyHidden.above(tx, member, above);
    int size = (looksOther ? json.size() : 0) + (entries == null ? NOTE_BYTES : sizeOf(entries));
    size += newlyHidden.size();
    boolean nothing = now.equals(place) && newlyHidden.isEmpty();
    if (nothing || !fits(size, entries == null ? 0 : entries.size())) {
      return;
    }
    if (looksOther) {
      chats.add(json);
    }
    if (entries == null) {
      limited.add(new Sync.Hole(chatId, place.position() + 1, view.last_event_id()));
    } else if (waiting > 0) {
      events.addAll(entries);
      noteGiven(member, view);
    }
    places.put(chatId, giveHidden(chatId, newlyHidden, now));
  }

  // What is left for the next answer keeps its old place.
  private Cursor.Place giveHidden(long chatId, NewlyHidden given, Cursor.Place now) {
    if (!given.isEmpty()) {
      hidden.add(given.of(chatId));
    }
    if (!given.isFull()) {
      return now;
    }
    full = true;
    return new Cursor.Place(now.position(), now.tag(), now.look(), given.last());
  }

  private boolean fits(int size, int entries) {
    boolean first = bytes == 0;
    if (full || (!first && (bytes + size > MAX_BYTES || events.size() + entries > maxEntries))) {
      full = true;
      return false;
    }
    bytes += size;
    return true;
  }

  // Null where they are more than any frame holds.
  private @Nullable List<Encoded<Entry>> entries(
      MemberRow member, long position, int count, int most) {
    if (count == 0) {
      return List.of();
    }
    List<Entry> read = tx.logView().entries(member, position + 1, count);
    List<Encoded<Entry>> entries = new ArrayList<>(count);
    int size = 0;
    while (entries.size() < read.size() && size <= most) {
      Encoded<Entry> entry = JsonWriter.encode(read.get(entries.size()));
      entries.add(entry);
      size += entry.size();
    }
    if (entries.size() == count && size <= most) {
      return entries;
    }
    readInVain++;
    return null;
  }

  private static int sizeOf(List<Encoded<Entry>> entries) {
    return entries.stream().mapToInt(Encoded::size).sum();
  }

  private void noteGiven(MemberRow member, Chat view) {
    Long last = view.last_message_id();
    if (last != null) {
      Membership.noteGiven(tx, member, last);
    }
  }

  // Chats that the cursor knows and the list does not. The same whether there is such a chat: a
  // cursor can be made up.
  private void remove() {
    List<Long> unseen = known.keySet().stream().filter(id -> !looked.contains(id)).toList();
    if (unseen.isEmpty()) {
      return;
    }
    Map<Long, Positions.Position> positions =
        tx.positions().of(userId).stream()
            .collect(Collectors.toMap(Positions.Position::chatId, Function.identity()));
    List<Long> gone = unseen.stream().filter(id -> !positions.containsKey(id)).toList();
    Map<Long, Boolean> former = tx.former().ofUser(userId, gone);
    for (long chatId : unseen) {
      Positions.Position position = positions.get(chatId);
      boolean shown = position != null && position.shown();
      if (!shown && fits(NOTE_BYTES, 0)) {
        String reason = position != null ? "cleared" : reason(former.get(chatId));
        removed.add(new Sync.Removed(chatId, reason));
        places.remove(chatId);
      }
    }
  }

  // The cursor has room for the newest, which are those that were looked at.
  private void forgetOldest() {
    int tooMany = places.size() - MAX_CHATS;
    for (long chatId : known.keySet()) {
      if (tooMany > 0 && !looked.contains(chatId) && places.remove(chatId) != null) {
        tooMany--;
      }
    }
  }
}
