package io.vestnik;

import io.vestnik.model.Email;
import io.vestnik.model.TokenHash;
import io.vestnik.model.Username;
import io.vestnik.table.Sessions;
import io.vestnik.table.Users;
import io.vestnik.wire.Talk;
import java.util.ArrayList;
import java.util.List;

/// Many accounts at no cost: put into the store, signed in, without a password.
public final class Crowd {
  private Crowd() {}

  /// One of them.
  public record Person(long id, String name, String token) {
    /// A new conversation of theirs.
    public Talk talk(TestServer server) {
      return server.talk().signedInAs(token);
    }
  }

  /// So many, named after the first of their names: `anna0`, `anna1`, ….
  public static List<Person> of(TestServer server, String name, int count) {
    return server
        .server()
        .store()
        .write(tx -> {
          List<Person> people = new ArrayList<>(count);
          for (int i = 0; i < count; i++) {
            String one = name + i;
            long id =
                tx.users()
                    .add(
                        new Users.NewUser(
                            new Username(one, one, one),
                            new Email(one + "@example.org", one + "@example.org"),
                            "none",
                            "en",
                            1));
            String token = "token of " + one;
            tx.sessions()
                .add(
                    new Sessions.NewSession(
                        "session of " + one, TokenHash.of(token), id, null, null, server.millis()));
            people.add(new Person(id, one, token));
          }
          return people;
        });
  }
}
