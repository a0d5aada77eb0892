package io.vestnik.group;

import io.vestnik.chat.Contact;
import io.vestnik.chat.Contacts;
import io.vestnik.chat.Membership;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Writing;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.protocol.Id;
import io.vestnik.protocol.Length;
import io.vestnik.store.Tx;
import io.vestnik.table.Chats;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// `addMembers`: all of these are members, or none becomes one (protocol §6). Who was removed may
/// come back by it.
public final class AddMembers implements Writing<AddMembers.Request, AddMembers.Answer> {
  private final Contacts contacts;
  private final Joining joining;

  public AddMembers(Contacts contacts, Joining joining) {
    this.contacts = contacts;
    this.joining = joining;
  }

  public record Request(@Id long chat_id, @Length(max = 200) List<Contact> members) {}

  /// What was done.
  ///
  /// @param event_id absent where all of them were members
  public record Answer(@Nullable Long event_id) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    long chatId = request.chat_id;
    Chats.Listed listed =
        Membership.chatOf(tx, chatId, caller.userId(), Membership.Right.ADD_MEMBERS);
    List<Long> named = contacts.ids(tx, request.members, "members");
    SortedSet<Long> ids = new TreeSet<>(named);
    Set<Long> present = new HashSet<>();
    tx.members()
        .of(ids.stream().map(id -> List.of(chatId, id)).toList())
        .forEach(member -> present.add(member.userId()));
    Contacts.mayAdd(tx, caller.userId(), named, present, "members");
    ids.removeAll(present);
    if (ids.isEmpty()) {
      return new Answer(null);
    }
    Entry entry =
        joining.join(tx, listed.chat(), caller.userId(), ids, Event.MemberAdded.How.ADDED);
    return new Answer(entry.event_id());
  }
}
