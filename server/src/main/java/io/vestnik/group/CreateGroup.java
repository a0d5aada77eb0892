package io.vestnik.group;

import io.vestnik.chat.Contact;
import io.vestnik.chat.Contacts;
import io.vestnik.chat.KeyedHash;
import io.vestnik.file.Picture;
import io.vestnik.mode.Caller;
import io.vestnik.mode.SignedIn;
import io.vestnik.mode.Throttle;
import io.vestnik.mode.Working;
import io.vestnik.model.ChatType;
import io.vestnik.model.Clock;
import io.vestnik.model.Event;
import io.vestnik.model.Permissions;
import io.vestnik.model.Role;
import io.vestnik.protocol.Length;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Store;
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
public final class CreateGroup implements Working<CreateGroup.Request, CreateGroup.Answer> {
  private final Store store;
  private final GroupPhotos photos;
  private final Parts parts;

  public CreateGroup(Store store, GroupPhotos photos, Parts parts) {
    this.store = store;
    this.photos = photos;
    this.parts = parts;
  }

  /// What it is made with.
  public record Parts(
      Contacts contacts, Joining joining, Throttle throttle, Clock clock, KeyedHash hash) {}

  public record Request(
      @Length(min = 1, max = 128) String name,
      @Nullable @Length(max = 200) List<Contact> members,
      @Nullable @Length(min = 1, max = 1024) String about,
      @Nullable @Length(max = Picture.MAX_TEXT) String photo,
      @Nullable @Length(min = 1, max = 64) String client_message_id) {
    public Request {
      Picture.check("photo", photo);
    }
  }

  public record Answer(long chat_id) {}

  @Override
  public Answer handle(Caller caller, Request request) {
    byte[] hash = parts.hash.of(request);
    GroupPhotos.Made photo =
        request.photo == null ? null : photos.make(caller.userId(), request.photo);
    return store.write(tx -> create(tx, caller, request, new Made(photo, hash)));
  }

  /// What was made of the request before the transaction.
  private record Made(GroupPhotos.@Nullable Made photo, byte[] hash) {}

  private Answer create(Tx tx, Caller caller, Request request, Made made) {
    SignedIn.check(tx, caller.session());
    String key = request.client_message_id;
    GroupKeys.Row before = key == null ? null : tx.groupKeys().get(caller.userId(), key);
    if (before != null) {
      if (!Arrays.equals(before.contentHash(), made.hash)) {
        throw Rejection.keyReused();
      }
      return new Answer(before.chatId());
    }
    List<Contact> named = request.members == null ? List.of() : request.members;
    List<Long> others = parts.contacts.ids(tx, named, "members");
    Contacts.mayAdd(tx, caller.userId(), others, Set.of(), "members");
    SortedSet<Long> ids = new TreeSet<>(others);
    ids.add(caller.userId());
    parts.joining.mayBe(ids.size());
    parts.throttle.chargeNewChat(caller.userId());
    if (made.photo != null) {
      photos.replace(tx, null, made.photo);
    }
    String photoId = made.photo == null ? null : made.photo.id();
    Chats.Facts facts = new Chats.Facts(request.name, request.about, photoId, Permissions.DEFAULT);
    long chatId = create(tx, caller.userId(), facts, ids);
    if (key != null) {
      tx.groupKeys().add(caller.userId(), key, new GroupKeys.Row(made.hash, chatId));
    }
    return new Answer(chatId);
  }

  private long create(Tx tx, long creator, Chats.Facts facts, SortedSet<Long> ids) {
    long now = parts.clock.millis();
    ChatRow group = tx.chats().addGroup(facts, ids.size(), now);
    Map<Long, Members.Seat> seats = new HashMap<>();
    ids.forEach(id -> seats.put(id, Members.Seat.first(role(id, creator), now)));
    tx.members().addAll(group.id(), seats);
    Map<Long, String> names = tx.users().names(ids);
    List<Event.Named> members =
        ids.stream().map(id -> new Event.Named(id, names.get(id), role(id, creator))).toList();
    tx.log().append(group, creator, new Event.ChatCreated(ChatType.GROUP, facts.name(), members));
    return group.id();
  }

  private static Role role(long userId, long creator) {
    return userId == creator ? Role.OWNER : Role.MEMBER;
  }
}
