package io.vestnik.chat;

import io.vestnik.model.Chat;
import io.vestnik.model.Entry;
import io.vestnik.protocol.Encoded;
import io.vestnik.protocol.JsonWriter;
import io.vestnik.protocol.Page;
import io.vestnik.store.Tx;
import io.vestnik.table.Chats;
import io.vestnik.table.Hidden;
import io.vestnik.table.MemberRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One answer to sync: goes through the chats, the newest first, and gives of each what the cursor
/// does not know, until the frame is full. What is left out keeps its old place in the new cursor.
final class SyncRun {
  private static final int MAX_WAITING = 200;
  private static final int MAX_CHATS = 10_000;

  // The frame's 1 MiB, less the cursor (256 KiB at most) and the envelope.
  private static final int MAX_BYTES = 700 << 10;

  // A hole, a chat that was removed, or what is around hidden messages takes less.
  private static final int NOTE_BYTES = 80;

  // Of one chat in one answer; each takes at most the bytes of its number.
  private static final int MAX_HIDDEN = 1_000;
  private static final int HIDDEN_BYTES = 17;

  private final Tx tx;
  private final long userId;
  private final String dataset;
  private final int maxEntries;

  private final TreeMap<Long, Cursor.Place> places = new TreeMap<>();
  private final List<Encoded<Chat>> chats = new ArrayList<>();
  private final List<Encoded<Entry>> events = new ArrayList<>();
  private final List<Sync.Hole> limited = new ArrayList<>();
  private final List<Sync.Hidden> hidden = new ArrayList<>();
  private final List<Sync.Removed> removed = new ArrayList<>();
  private int bytes;
  private boolean full;

  SyncRun(Tx tx, long userId, String dataset, @Nullable Integer limit) {
    this.tx = tx;
    this.userId = userId;
    this.dataset = dataset;
    maxEntries = limit == null ? Page.MAX_ITEMS : limit;
  }

  Sync.Answer since(@Nullable Cursor cursor) {
    Map<Long, Cursor.Place> known = cursor == null ? Map.of() : cursor.places();
    List<Chats.Listed> listed = tx.chats().listedFor(userId, Chats.Place.START, MAX_CHATS);
    if (cursor != null && isOfAnotherPast(cursor, listed)) {
      return new Sync.Answer(
          new Cursor(dataset, new TreeMap<>()).encode(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          true,
          false);
    }
    List<Chat> views = ChatViews.of(tx, listed, userId);
    Set<Long> shown = new HashSet<>();
    for (int i = 0; i < listed.size(); i++) {
      Chats.Listed one = listed.get(i);
      shown.add(one.chat().id());
      give(one, views.get(i), known.get(one.chat().id()));
    }
    known.forEach((id, place) -> {
      if (!shown.contains(id)) {
        remove(id, place);
      }
    });
    return new Sync.Answer(
        new Cursor(dataset, places).encode(), chats, events, limited, hidden, removed, false, full);
  }

  // A cursor that stands where this log never was is of a copy that went on by itself.
  private boolean isOfAnotherPast(Cursor cursor, List<Chats.Listed> listed) {
    if (!cursor.dataset().equals(dataset)) {
      return true;
    }
    List<List<Long>> toLookUp = new ArrayList<>();
    for (Chats.Listed one : listed) {
      Cursor.Place place = cursor.places().get(one.chat().id());
      if (place == null) {
        continue;
      }
      if (place.position() > one.chat().lastEventId()) {
        return true;
      }
      if (place.position() == one.chat().lastEventId()) {
        if (place.tag() != Cursor.tag(one.chat().lastEventTime())) {
          return true;
        }
      } else {
        toLookUp.add(List.of(one.chat().id(), place.position()));
      }
    }
    return tx.log().times(toLookUp).stream()
        .anyMatch(at -> {
          Cursor.Place place = cursor.places().get(at.chatId());
          return place != null && place.tag() != Cursor.tag(at.eventTime());
        });
  }

  private void give(Chats.Listed listed, Chat view, Cursor.@Nullable Place known) {
    long chatId = view.chat_id();
    Encoded<Chat> json = JsonWriter.encode(view);
    MemberRow member = listed.member();
    Cursor.Place now =
        new Cursor.Place(
            view.last_event_id(),
            Cursor.tag(listed.chat().lastEventTime()),
            json.hash48(),
            member.hiddenCount());
    if (known == null || member.firstEventId() > known.position()) {
      giveWhole(chatId, json, known, now);
    } else if (full) {
      places.put(chatId, known);
    } else {
      giveNews(member, view, json, known, now);
    }
  }

  private void giveWhole(
      long chatId, Encoded<Chat> json, Cursor.@Nullable Place known, Cursor.Place now) {
    if (fits(json.size(), 0)) {
      if (known != null) {
        removed.add(new Sync.Removed(chatId, "cleared"));
      }
      chats.add(json);
      places.put(chatId, now);
    } else if (known != null) {
      places.put(chatId, known);
    }
  }

  private void giveNews(
      MemberRow member, Chat view, Encoded<Chat> json, Cursor.Place known, Cursor.Place now) {
    long chatId = view.chat_id();
    List<Encoded<Entry>> entries = List.of();
    long waiting = view.last_event_id() - known.position();
    boolean hole = waiting > Math.min(MAX_WAITING, maxEntries);
    if (waiting > 0 && !hole) {
      entries = entries(member, known.position(), (int) waiting);
      hole = sizeOf(entries) + json.size() > MAX_BYTES;
    }
    boolean looksOther = now.look() != known.look();
    List<Hidden.Numbered> newlyHidden = hiddenSince(member, known);
    int size = (looksOther ? json.size() : 0) + (hole ? NOTE_BYTES : sizeOf(entries));
    size += newlyHidden.isEmpty() ? 0 : NOTE_BYTES + HIDDEN_BYTES * newlyHidden.size();
    if (!fits(size, hole ? 0 : entries.size())) {
      places.put(chatId, known);
      return;
    }
    if (looksOther) {
      chats.add(json);
    }
    if (hole) {
      limited.add(new Sync.Hole(chatId, known.position() + 1, view.last_event_id()));
    } else if (waiting > 0) {
      events.addAll(entries);
      noteGiven(member, view);
    }
    places.put(chatId, giveHidden(chatId, newlyHidden, now));
  }

  // A number that was never given counts as none: it is of a copy, or made up.
  private List<Hidden.Numbered> hiddenSince(MemberRow member, Cursor.Place known) {
    if (member.hiddenCount() == known.hidden()) {
      return List.of();
    }
    long above = known.hidden() > member.hiddenCount() ? 0 : known.hidden();
    return tx.hidden().since(member, above, MAX_HIDDEN);
  }

  // What is left for the next answer keeps its old place.
  private Cursor.Place giveHidden(long chatId, List<Hidden.Numbered> given, Cursor.Place now) {
    if (!given.isEmpty()) {
      hidden.add(new Sync.Hidden(chatId, given.stream().map(Hidden.Numbered::messageId).toList()));
    }
    if (given.size() < MAX_HIDDEN) {
      return now;
    }
    full = true;
    return new Cursor.Place(now.position(), now.tag(), now.look(), given.getLast().number());
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

  private List<Encoded<Entry>> entries(MemberRow member, long position, int count) {
    return tx.logView().entries(member, position + 1, count).stream()
        .map(JsonWriter::encode)
        .toList();
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

  private void remove(long chatId, Cursor.Place known) {
    MemberRow member = tx.members().get(chatId, userId);
    boolean beyond = member != null && !member.cleared();
    if (beyond || !fits(NOTE_BYTES, 0)) {
      places.put(chatId, known);
      return;
    }
    // The same whether there is such a chat: a cursor can be made up.
    removed.add(new Sync.Removed(chatId, member != null ? "cleared" : "deleted"));
  }
}
