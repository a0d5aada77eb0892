package io.vestnik.bench.prepare;

import io.vestnik.account.Passwords;
import io.vestnik.account.Secrets;
import io.vestnik.bench.run.Progress;
import io.vestnik.model.ChatType;
import io.vestnik.model.Email;
import io.vestnik.model.Event;
import io.vestnik.model.Permissions;
import io.vestnik.model.Role;
import io.vestnik.model.TokenHash;
import io.vestnik.model.Username;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.ChatRow;
import io.vestnik.table.Chats;
import io.vestnik.table.Dataset;
import io.vestnik.table.Members;
import io.vestnik.table.Sessions;
import io.vestnik.table.Users;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Users, their sessions and their chats. Signing up over the wire costs a password's hash each;
/// here all who have a password have the same one.
final class Founding {
  private static final int UNIT = 1_000;
  private static final int HASH_KEY_BYTES = 32;
  // An entry names no more; the largest group is made of more than one in life, too.
  private static final int NAMED = 20;

  private final Contents contents;
  private final long now = System.currentTimeMillis();
  private final String hash;

  Founding(Contents contents) {
    this.contents = contents;
    hash = contents.passwords() == 0 ? "no password" : hash();
  }

  private static String hash() {
    try (Passwords passwords = new Passwords(1, Duration.ofMinutes(1), Secrets.ofSystem())) {
      return passwords.hash(Prepared.password());
    }
  }

  /// All but the groups.
  void people(Store store) {
    Secrets secrets = Secrets.ofSystem();
    store.write(tx -> {
      tx.dataset().begin(new Dataset.Facts(secrets.id(), secrets.bytes(HASH_KEY_BYTES)), now);
      return now;
    });
    inUnits(store, "users", contents.users(), this::addUser);
    inUnits(store, "chats", contents.pairs() + contents.personal(), this::addChat);
  }

  // Numbers from 1 on.
  private static void inUnits(Store store, String what, int count, BiConsumer<Tx, Long> add) {
    Progress progress = new Progress(what, count);
    for (int first = 1; first <= count; first += UNIT) {
      long from = first;
      long to = Math.min(count, first + UNIT - 1);
      store.write(tx -> {
        LongStream.rangeClosed(from, to).forEach(number -> add.accept(tx, number));
        return to;
      });
      progress.at(to);
    }
  }

  private void addUser(Tx tx, long number) {
    String name = Prepared.username(number);
    String email = name + "@example.org";
    String itsHash = number <= contents.passwords() ? hash : "no password";
    Username username = new Username(name, name, name);
    long id =
        tx.users().add(new Users.NewUser(username, new Email(email, email), itsHash, "en", now));
    require(id == number, "user", number);
    TokenHash token = TokenHash.of(Prepared.token(number));
    tx.sessions().add(new Sessions.NewSession("session" + id, token, id, null, null, now));
  }

  private void addChat(Tx tx, long number) {
    long[] two = contents.two(number);
    ChatRow chat = Objects.requireNonNull(tx.chats().addPersonal(two[0], two[1], now));
    require(chat.id() == number, "chat", number);
    List<Event.Named> members =
        LongStream.of(two).mapToObj(user -> named(user, Role.MEMBER)).toList();
    members.forEach(member -> seat(tx, chat, member));
    tx.log().append(chat, two[0], new Event.ChatCreated(ChatType.PERSONAL, null, members));
  }

  /// The groups of ten, and the large one after them.
  void groups(Store store) {
    inUnits(
        store,
        "groups",
        contents.groups(),
        (tx, number) -> {
          long chat = contents.pairs() + contents.personal() + number;
          fill(
              tx,
              chat,
              IntStream.range(0, Contents.GROUP_SIZE)
                  .mapToLong(place -> contents.memberOfGroup(chat, place)));
        });
    if (contents.crowd() > 0) {
      store.write(tx -> {
        fill(tx, contents.crowdChat(), LongStream.rangeClosed(1, contents.crowd()));
        return 0;
      });
    }
  }

  private void fill(Tx tx, long chatId, LongStream users) {
    List<Event.Named> members =
        users.mapToObj(user -> named(user, user == 1 ? Role.OWNER : Role.MEMBER)).toList();
    Chats.Facts facts = new Chats.Facts("Group " + chatId, null, null, Permissions.DEFAULT);
    ChatRow chat = tx.chats().addGroup(facts, members.size(), now);
    require(chat.id() == chatId, "group", chatId);
    members.forEach(member -> seat(tx, chat, member));
    List<Event.Named> shown = members.subList(0, Math.min(NAMED, members.size()));
    tx.log().append(chat, 1L, new Event.ChatCreated(ChatType.GROUP, chat.name(), shown));
  }

  private void seat(Tx tx, ChatRow chat, Event.Named member) {
    tx.members().add(chat.id(), member.user_id(), Members.Seat.first(member.role(), now));
  }

  private static Event.Named named(long user, Role role) {
    return new Event.Named(user, Prepared.username(user), role);
  }

  private static void require(boolean met, String what, long number) {
    if (!met) {
      throw new IllegalStateException("The folder was not empty: no " + what + " " + number);
    }
  }
}
