package io.vestnik.group;

import io.vestnik.chat.Contact;
import io.vestnik.chat.Contacts;
import io.vestnik.chat.KeyedHash;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Throttle;
import io.vestnik.mode.Writing;
import io.vestnik.model.ChatType;
import io.vestnik.model.Clock;
import io.vestnik.model.Event;
import io.vestnik.model.Permissions;
import io.vestnik.model.Role;
import io.vestnik.protocol.Length;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Tx;
import io.vestnik.table.ChatRow;
import io.vestnik.table.Chats;
import io.vestnik.table.GroupKeys;
import io.vestnik.table.Members;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// `createGroup`: a new group, its creator the owner, with all the members named or none (protocol
/// §6). With `client_message_id` it is made once however often it is asked for.
public final class CreateGroup implements Writing<CreateGroup.Request, CreateGroup.Answer> {
  private final Contacts contacts;
  private final Joining joining;
  private final Throttle throttle;
  private final Clock clock;
  private final KeyedHash hash;

  public CreateGroup(
      Contacts contacts, Joining joining, Throttle throttle, Clock clock, KeyedHash hash) {
    this.contacts = contacts;
    this.joining = joining;
    this.throttle = throttle;
    this.clock = clock;
    this.hash = hash;
  }

  public record Request(
      @Length(min = 1, max = 128) String name,
      @Nullable @Length(max = 200) List<Contact> members,
      @Nullable @Length(min = 1, max = 1024) String about,
      @Nullable @Length(min = 1, max = 64) String client_message_id) {}

  public record Answer(long chat_id) {}

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    String key = request.client_message_id;
    GroupKeys.Row before = key == null ? null : tx.groupKeys().get(caller.userId(), key);
    if (before != null) {
      if (!Arrays.equals(before.contentHash(), hash.of(request))) {
        throw Rejection.keyReused();
      }
      return new Answer(before.chatId());
    }
    List<Contact> named = request.members == null ? List.of() : request.members;
    List<Long> others = contacts.ids(tx, named, "members");
    Contacts.mayAdd(tx, caller.userId(), others, Set.of(), "members");
    SortedSet<Long> ids = new TreeSet<>(others);
    ids.add(caller.userId());
    joining.mayBe(ids.size());
    throttle.chargeNewChat(caller.userId());
    long chatId = create(tx, caller.userId(), request, ids);
    if (key != null) {
      tx.groupKeys().add(caller.userId(), key, new GroupKeys.Row(hash.of(request), chatId));
    }
    return new Answer(chatId);
  }

  private long create(Tx tx, long creator, Request request, SortedSet<Long> ids) {
    long now = clock.millis();
    Chats.Facts facts = new Chats.Facts(request.name, request.about, Permissions.DEFAULT);
    ChatRow group = tx.chats().addGroup(facts, ids.size(), now);
    Map<Long, Members.Seat> seats = new HashMap<>();
    ids.forEach(id -> seats.put(id, Members.Seat.first(role(id, creator), now)));
    tx.members().addAll(group.id(), seats);
    Map<Long, String> names = tx.users().names(ids);
    List<Event.Named> members =
        ids.stream().map(id -> new Event.Named(id, names.get(id), role(id, creator))).toList();
    tx.log().append(group, creator, new Event.ChatCreated(ChatType.GROUP, request.name, members));
    return group.id();
  }

  private static Role role(long userId, long creator) {
    return userId == creator ? Role.OWNER : Role.MEMBER;
  }
}
