package io.vestnik.bench;

import io.vestnik.model.Email;
import io.vestnik.model.Role;
import io.vestnik.model.SystemClock;
import io.vestnik.model.TokenHash;
import io.vestnik.model.Username;
import io.vestnik.store.SqliteStore;
import io.vestnik.store.Tx;
import io.vestnik.table.ChatRow;
import io.vestnik.table.Members;
import io.vestnik.table.Sessions;
import io.vestnik.table.Users;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Accounts put straight into a database that no server has open: signing up by the wire costs a
/// password hash each.
final class PreparedAccounts {
  private PreparedAccounts() {}

  /// Makes so many pairs of users, each with a chat of the two.
  static List<Account> in(Path database, int pairs) {
    try (SqliteStore store = new SqliteStore(database, new SystemClock(), (_, _) -> {})) {
      return store.write(tx -> {
        List<Account> accounts = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
          addPair(tx, i, accounts);
        }
        return accounts;
      });
    }
  }

  private static void addPair(Tx tx, int number, List<Account> accounts) {
    long now = System.currentTimeMillis();
    long one = addUser(tx, "one" + number, now);
    long other = addUser(tx, "other" + number, now);
    ChatRow chat = Objects.requireNonNull(tx.chats().addPersonal(one, other, now));
    tx.members().add(chat.id(), one, Members.Seat.first(Role.MEMBER, now));
    tx.members().add(chat.id(), other, Members.Seat.first(Role.MEMBER, now));
    accounts.add(new Account(token("one" + number), chat.id()));
    accounts.add(new Account(token("other" + number), chat.id()));
  }

  private static long addUser(Tx tx, String name, long now) {
    String email = name + "@example.org";
    Username username = new Username(name, name, name);
    long id =
        tx.users()
            .add(new Users.NewUser(username, new Email(email, email), "no password", "en", now));
    TokenHash hash = TokenHash.of(token(name));
    tx.sessions().add(new Sessions.NewSession("session" + id, hash, id, null, null, now));
    return id;
  }

  // As long as the server's own.
  private static String token(String name) {
    return "%-43s".formatted("token-of-" + name).replace(' ', '-');
  }
}
