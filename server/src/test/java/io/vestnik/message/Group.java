package io.vestnik.message;

import io.vestnik.Crowd;
import io.vestnik.Pair;
import io.vestnik.TestServer;
import io.vestnik.model.Role;
import io.vestnik.table.Members;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A chat of many members, each with a connection, and one message in it.
final class Group implements AutoCloseable {
  private static final AtomicInteger GROUPS = new AtomicInteger();

  private final List<Crowd.Person> people;
  private final List<Talk> talks = new ArrayList<>();
  private final long chat;
  private final long message;

  Group(TestServer server, int size) {
    people = Crowd.of(server, "group" + GROUPS.incrementAndGet() + ".", size);
    people.forEach(one -> talks.add(one.talk(server)));
    chat = Pair.chat(talks.getFirst(), people.get(1));
    server
        .server()
        .store()
        .write(tx -> {
          for (Crowd.Person one : people.subList(2, size)) {
            tx.members().add(chat, one.id(), Members.Seat.first(Role.MEMBER, 1));
          }
          return true;
        });
    message = Pair.send(talks.getFirst(), chat, "x");
  }

  long id(int member) {
    return people.get(member).id();
  }

  void react(int member, String reaction) {
    talks
        .get(member)
        .call("react", "chat_id", chat, "message_id", message, "reaction", reaction)
        .expect("200");
  }

  Reply read() {
    return talks.getFirst().call("getMessages", "chat_id", chat).expect("200");
  }

  @Override
  public void close() {
    talks.forEach(Talk::close);
  }
}
