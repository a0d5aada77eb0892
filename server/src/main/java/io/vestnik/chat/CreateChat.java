package io.vestnik.chat;

import io.vestnik.mode.Caller;
import io.vestnik.mode.Throttle;
import io.vestnik.mode.Writing;
import io.vestnik.model.ChatType;
import io.vestnik.model.Clock;
import io.vestnik.model.Event;
import io.vestnik.model.Role;
import io.vestnik.model.Wire;
import io.vestnik.protocol.Rejection;
import io.vestnik.protocol.Scalar;
import io.vestnik.store.Tx;
import io.vestnik.table.ChatRow;
import io.vestnik.table.MemberRow.Bar;
import io.vestnik.table.Members;
import io.vestnik.table.Users.UserRow;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// `createChat`, alias `createPersonalChat`: the personal chat of two users, or one's notes
/// (protocol §4). Asked again, by either side, it is the same chat.
public final class CreateChat implements Writing<CreateChat.Request, CreateChat.Answer> {
  private final Throttle throttle;
  private final Clock clock;
  private final Names names;

  public CreateChat(Throttle throttle, Clock clock, Names names) {
    this.throttle = throttle;
    this.clock = clock;
    this.names = names;
  }

  /// Under what a username is found.
  public interface Names {
    /// The form that is looked up, or null where it can be no username.
    @Nullable String key(String typed);
  }

  public record Request(Scalar contact_value, ContactMode contact_mode) {
    public Request {
      new Contact(contact_value, contact_mode);
    }
  }

  public record Answer(long chat_id) {}

  /// What `contact_value` holds.
  public enum ContactMode implements Wire {
    ID,
    USERNAME
  }

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    UserRow contact = find(request, tx);
    if (contact == null) {
      throw Rejection.noContact("contact_value");
    }
    Long existing = tx.chats().personalOf(caller.userId(), contact.id());
    if (existing != null) {
      return new Answer(existing);
    }
    lock(tx, caller.userId(), contact.id());
    if (tx.users().living(List.of(contact.id())).isEmpty()) {
      throw Rejection.noContact("contact_value");
    }
    if (tx.accounts().blocks().has(contact.id(), caller.userId())) {
      throw Rejection.blocked("contact_value");
    }
    if (contact.id() != caller.userId()) {
      throttle.chargeNewChat(caller.userId());
    }
    Long made = create(caller.userId(), contact.id(), tx);
    return new Answer(made != null ? made : madeMeanwhile(caller.userId(), contact.id(), tx));
  }

  // So that none of them blocks the other meanwhile, or is deleted.
  private static void lock(Tx tx, long one, long other) {
    tx.users().lock(Math.min(one, other));
    tx.users().lock(Math.max(one, other));
  }

  // The other side, or another device, was quicker.
  private static long madeMeanwhile(long creator, long contact, Tx tx) {
    Long existing = tx.chats().personalOf(creator, contact);
    if (existing == null) {
      throw Rejection.overloaded("The chat was made and ended meanwhile; nothing was done.");
    }
    return existing;
  }

  private @Nullable UserRow find(Request request, Tx tx) {
    Long id = request.contact_value.asId();
    if (request.contact_mode == ContactMode.ID && id != null) {
      return tx.users().living(List.of(id)).isEmpty() ? null : tx.users().byId(id);
    }
    String key = names.key(request.contact_value.asText());
    return key == null ? null : tx.users().byUsernameKey(key);
  }

  private @Nullable Long create(long creator, long contact, Tx tx) {
    long now = clock.millis();
    ChatRow chat = tx.chats().addPersonal(creator, contact, now);
    if (chat == null) {
      return null;
    }
    List<Long> ids = LongStream.of(creator, contact).distinct().sorted().boxed().toList();
    ids.forEach(id -> tx.members().add(chat.id(), id, Members.Seat.first(Role.MEMBER, now)));
    if (tx.accounts().blocks().has(creator, contact)) {
      tx.accounts().bars().change(chat.id(), contact, Bar.NONE, Bar.BLOCKED);
    }
    var names = tx.users().names(ids);
    List<Event.Named> members =
        ids.stream().map(id -> new Event.Named(id, names.get(id), Role.MEMBER)).toList();
    tx.log().append(chat, creator, new Event.ChatCreated(ChatType.PERSONAL, null, members));
    return chat.id();
  }
}
