package io.vestnik.client;

import io.vestnik.client.state.Delivery;
import io.vestnik.client.state.Ledger;
import io.vestnik.client.state.Place;
import io.vestnik.client.state.Step;
import io.vestnik.model.Chat;
import io.vestnik.model.Entry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A step under way: the places as they will be when it is taken. Whatever brings an entry, it is
/// applied only as the next of its chat.
final class Draft {
  private final Ledger ledger;
  private final Step.Builder step = Step.begin();

  /// The places that change; null where the chat's is forgotten.
  private final Map<Long, @Nullable Place> changed = new LinkedHashMap<>();

  Draft(Ledger ledger) {
    this.ledger = ledger;
  }

  /// The rest of the step.
  Step.Builder step() {
    return step;
  }

  @Nullable Place place(long chatId) {
    return changed.containsKey(chatId) ? changed.get(chatId) : ledger.place(chatId);
  }

  void put(Place place) {
    changed.put(place.chat_id(), place);
  }

  /// An entry is there: it is applied where it is next, passed over where it was applied, and else
  /// noted as the end of a hole.
  ///
  /// @return the chat's place now
  Place entry(Entry entry) {
    long id = entry.event_id();
    Place before = place(entry.chat_id());
    Place place =
        before == null
            ? new Place(entry.chat_id(), id - 1, id - 1, 0, 0, true)
            : before.position() == Place.UNKNOWN ? before.at(id - 1) : before;
    if (id == place.position() + 1) {
      place = place.at(id);
      deliver(entry);
    } else if (id > place.position()) {
      place = place.reaching(id);
    }
    if (!place.equals(before)) {
      put(place);
    }
    return place;
  }

  // The body of an entry whose kind is not known is null: it counts, and is passed over.
  private void deliver(Entry entry) {
    if (entry.body() != null) {
      step.deliver(new Delivery.EntryCame(entry));
    }
  }

  /// The entries up to this one will not come: they are told as skipped.
  void skipTo(long chatId, long eventId) {
    Place place = place(chatId);
    if (place != null && place.position() != Place.UNKNOWN && place.position() < eventId) {
      step.deliver(new Delivery.Skipped(chatId, place.position() + 1, eventId));
      put(place.at(eventId));
    }
  }

  /// The chat was added while one listened: what comes next of it is the first.
  void added(Chat chat) {
    long id = chat.chat_id();
    Place place = place(id);
    if (place == null || place.position() < chat.first_event_id() - 1) {
      long created = chat.created_time();
      put(new Place(id, Place.UNKNOWN, Place.UNKNOWN, created, chat.revision(), true));
      step.deliver(new Delivery.ChatSeen(chat));
    } else {
      looks(chat);
    }
  }

  /// The chat looks so, unless it is known to look otherwise by now, or so already. Of one that is
  /// not known the notice that it has gone is behind this one: sync has said so already.
  void looks(Chat chat) {
    Place place = place(chat.chat_id());
    if (place != null && place.revision() < chat.revision()) {
      put(place.looking(chat.revision()));
      step.deliver(new Delivery.ChatSeen(chat));
    }
  }

  /// The chat is there no longer. Where it was not known, nobody needs to hear of it.
  void gone(long chatId, String reason) {
    if (place(chatId) != null) {
      changed.put(chatId, null);
      step.deliver(new Delivery.ChatGone(chatId, reason));
    }
  }

  /// The step.
  Step end() {
    changed.forEach((chatId, place) -> {
      if (place != null) {
        step.place(place);
      } else if (ledger.place(chatId) != null) {
        step.gone(chatId);
      }
    });
    return step.end();
  }
}
