package io.vestnik.chat;

import io.vestnik.protocol.Rejection;
import io.vestnik.store.Tx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Finds the users whom a list names, with one look at each of their indexes. Their accounts stay
/// until the transaction ends.
public final class Contacts {
  private static final String NOBODY = "";

  private final CreateChat.Names names;

  public Contacts(CreateChat.Names names) {
    this.names = names;
  }

  /// Their ids, in the order given. Refuses with 409 where one is nobody, naming the place in the
  /// field.
  public List<Long> ids(Tx tx, List<Contact> contacts, String field) {
    Map<Contact, String> keys = new HashMap<>();
    Map<Contact, Long> given = new HashMap<>();
    for (Contact contact : contacts) {
      if (contact.contact_mode() == CreateChat.ContactMode.USERNAME) {
        String key = names.key(contact.contact_value().asText());
        keys.put(contact, key == null ? NOBODY : key);
      } else {
        given.put(contact, Objects.requireNonNull(contact.contact_value().asId()));
      }
    }
    Map<String, Long> byKey = tx.users().idsByKeys(keys.values());
    Set<Long> existing = tx.users().keptLiving(given.values());
    List<Long> ids = new ArrayList<>(contacts.size());
    for (Contact contact : contacts) {
      Long id = given.getOrDefault(contact, byKey.get(keys.getOrDefault(contact, NOBODY)));
      if (id == null || (given.containsKey(contact) && !existing.contains(id))) {
        throw Rejection.noContact(field + "[" + ids.size() + "]");
      }
      ids.add(id);
    }
    return ids;
  }

  /// Refuses with 403 where one of these has blocked the user, naming the place in the field.
  ///
  /// @param present who is there already, and is passed over
  public static void mayAdd(Tx tx, long userId, List<Long> ids, Set<Long> present, String field) {
    Set<Long> blockers = tx.accounts().blocks().of(ids, userId);
    for (int i = 0; i < ids.size(); i++) {
      if (blockers.contains(ids.get(i)) && !present.contains(ids.get(i))) {
        throw Rejection.blocked(field + "[" + i + "]");
      }
    }
  }
}
