package io.vestnik.store;

import io.vestnik.model.ChatType;
import io.vestnik.model.Clock;
import io.vestnik.model.ContentType;
import io.vestnik.model.Email;
import io.vestnik.model.Event;
import io.vestnik.model.Role;
import io.vestnik.model.Session;
import io.vestnik.model.TokenHash;
import io.vestnik.model.Username;
import io.vestnik.protocol.Rejection;
import io.vestnik.table.ChatRow;
import io.vestnik.table.MemberRow;
import io.vestnik.table.Members;
import io.vestnik.table.Sessions;
import io.vestnik.table.Users;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Users, chats and what they send, put straight into a store.
final class Scene {
  /// Members may send, as the modes have it; `reply_to` must be there.
  static final Append.Rule MEMBERS =
      facts -> {
        if (facts.chat() == null || facts.member() == null) {
          return Rejection.notMember();
        }
        return facts.replyToMissing() ? Rejection.noMessage("reply_to") : null;
      };

  private final Store store;
  private final Clock clock;

  Scene(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /// A new user, signed in.
  Session user(String name) {
    return store.write(tx -> addUser(tx, name));
  }

  Session addUser(Tx tx, String name) {
    long now = clock.millis();
    long id =
        tx.users()
            .add(
                new Users.NewUser(
                    new Username(name, name, name),
                    new Email(name + "@example.org", name + "@example.org"),
                    "no password",
                    "en",
                    now));
    return addSession(tx, id, "token of " + name);
  }

  Session addSession(Tx tx, long userId, String text) {
    long now = clock.millis();
    TokenHash token = TokenHash.of(text);
    long id =
        tx.sessions().add(new Sessions.NewSession("s" + text, token, userId, null, null, now));
    return new Session(id, userId, now);
  }

  /// A new personal chat without any entry.
  long chat(Session one, Session other) {
    return store.write(tx -> addChat(tx, one, other).id());
  }

  ChatRow addChat(Tx tx, Session one, Session other) {
    return Objects.requireNonNull(addChatIfNew(tx, one, other));
  }

  /// The chat of the two, or null where there is one already.
  @Nullable ChatRow addChatIfNew(Tx tx, Session one, Session other) {
    ChatRow chat = tx.chats().addPersonal(one.userId(), other.userId(), clock.millis());
    if (chat != null) {
      LongStream.of(one.userId(), other.userId())
          .distinct()
          .forEach(id ->
              tx.members().add(chat.id(), id, Members.Seat.first(Role.MEMBER, clock.millis())));
    }
    return chat;
  }

  /// So many chats, each of two users of its own; the senders know theirs.
  List<Sender> senders(int count) {
    return store.write(tx -> {
      List<Sender> senders = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Session one = addUser(tx, "a" + i);
        senders.add(new Sender(one, addChat(tx, one, addUser(tx, "b" + i)).id()));
      }
      return senders;
    });
  }

  /// Somebody with a chat to send to.
  record Sender(Session session, long chatId) {
    Append text(String content) {
      return Scene.text(session, chatId, content);
    }
  }

  static Event.ChatCreated created() {
    return new Event.ChatCreated(ChatType.PERSONAL, null, List.of());
  }

  static Append text(Session from, long chatId, String content) {
    return new Append(from, chatId, draft(content), null, MEMBERS);
  }

  /// With a client's key; the content stands for its hash.
  static Append keyed(Session from, long chatId, String content, String key) {
    byte[] hash = content.getBytes(StandardCharsets.UTF_8);
    return new Append(from, chatId, draft(content), new Append.Key(key, hash), MEMBERS);
  }

  static Append reply(Session from, long chatId, long replyTo) {
    var draft = new Append.Draft(ContentType.TEXT, "an answer", replyTo);
    return new Append(from, chatId, draft, null, MEMBERS);
  }

  private static Append.Draft draft(String content) {
    return new Append.Draft(ContentType.TEXT, content, null);
  }

  /// Hands the message over, in one line with all of this scene; the future is completed on the
  /// store's thread.
  CompletableFuture<Appended> send(Append append) {
    CompletableFuture<Appended> future = new CompletableFuture<>();
    store.append(this, append, Reply.to(future));
    return future;
  }

  /// Hands the work over.
  <T> CompletableFuture<T> start(Store.Work<T> work) {
    CompletableFuture<T> future = new CompletableFuture<>();
    store.write(this, work, Reply.to(future));
    return future;
  }

  ChatRow chatRow(long chatId) {
    return Objects.requireNonNull(store.<@Nullable ChatRow>read(tx -> tx.chats().byId(chatId)));
  }

  /// The contents of the chat's messages in the log's order.
  List<String> contents(long chatId) {
    return store.read(tx ->
        tx.logView().messagesFrom(member(tx, chatId), 1, Long.MAX_VALUE, 1_000_000).stream()
            .map(message -> message.content())
            .toList());
  }

  /// The numbers of the chat's entries.
  List<Long> eventIds(long chatId) {
    return store.read(tx ->
        tx.logView().entries(member(tx, chatId), 1, 1_000_000).stream()
            .map(entry -> entry.event_id())
            .toList());
  }

  private static MemberRow member(Tx tx, long chatId) {
    return tx.members().first(chatId, 1).getFirst();
  }

  /// How many users have been added.
  long users() {
    return store.read(tx -> tx.sql.number("select count(*) from users"));
  }
}
