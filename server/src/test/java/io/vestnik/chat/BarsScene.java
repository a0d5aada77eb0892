package io.vestnik.chat;

import io.vestnik.Crowd;
import io.vestnik.Group;
import io.vestnik.Pair;
import io.vestnik.TestServer;
import io.vestnik.account.ByOperator;
import io.vestnik.model.SystemClock;
import io.vestnik.store.Store;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Anna and Boris with a personal chat and a group that is his, in which she is an admin; and Vera,
/// who has a chat with Anna. Anna blocks Boris, or her account is deleted.
final class BarsScene implements AutoCloseable {
  private static final AtomicInteger made = new AtomicInteger();

  private final TestServer server;
  private final Pair pair;
  private final long group;
  private final long verasChat;

  BarsScene(TestServer server) {
    this.server = server;
    pair = Pair.of(server, "bars" + made.incrementAndGet() + ".");
    group = Group.create(pair.boris(), "group", List.of(pair.annaHerself()));
    long anna = pair.annaHerself().id();
    pair.boris().call("setRole", "chat_id", group, "user_id", anna, "role", "admin").expect("200");
    verasChat = Pair.chat(pair.vera(), pair.annaHerself());
  }

  /// Somebody who asks, in a chat where each has said something.
  record Place(Talk asker, Crowd.Person other, long chat, long own, long others) {
    /// A new group of the asker's.
    long ownGroup() {
      return Group.create(asker, "their own", List.of());
    }

    /// The chat ends, if the other one has not ended it already.
    void end() {
      asker.call("deleteChat", "chat_id", chat, "for_everyone", true);
    }

    /// Asks of the chat, or of that which the fields name.
    Reply ask(String mode, @Nullable Object... fields) {
      return asker.call(
          mode, Stream.concat(Stream.of("chat_id", chat), Stream.of(fields)).toArray());
    }
  }

  /// Who asks where.
  enum Who {
    BORIS,
    BORIS_IN_THE_GROUP,
    ANNA,
    ANNA_IN_THE_GROUP,
    VERA
  }

  Place place(Who who) {
    Crowd.Person anna = pair.annaHerself();
    Crowd.Person boris = pair.borisHimself();
    return switch (who) {
      case BORIS -> place(pair.boris(), anna, pair.anna(), pair.chat());
      case BORIS_IN_THE_GROUP -> place(pair.boris(), anna, pair.anna(), group);
      case ANNA -> place(pair.anna(), boris, pair.boris(), pair.chat());
      case ANNA_IN_THE_GROUP -> place(pair.anna(), boris, pair.boris(), group);
      case VERA -> place(pair.vera(), anna, pair.anna(), verasChat);
    };
  }

  private static Place place(Talk asker, Crowd.Person other, Talk others, long chat) {
    long own = Pair.send(asker, chat, "by the one");
    return new Place(asker, other, chat, own, Pair.send(others, chat, "by the other"));
  }

  Pair pair() {
    return pair;
  }

  /// An invite of Anna's to a group of hers and Vera's.
  String annasInvite() {
    long club = Group.create(pair.anna(), "club", List.of(pair.veraHerself()));
    return pair.anna().call("createInvite", "chat_id", club).expect("200").text("invite");
  }

  void block() {
    pair.anna().call("blockUser", "user_id", pair.borisHimself().id()).expect("200");
  }

  /// Deletes Anna's account as the operator does, and has it leave its groups.
  void delete() {
    Store store = server.server().store();
    String anna = Long.toString(pair.annaHerself().id());
    ByOperator operator = new ByOperator(new SystemClock());
    store.write(tx -> {
      operator.delete(tx, Objects.requireNonNull(operator.find(tx, anna)));
      return true;
    });
    new Farewell(store, new Departure(() -> {})).leaveAll();
  }

  @Override
  public void close() {
    pair.close();
  }
}
