package io.vestnik.account;

import io.vestnik.model.Clock;
import io.vestnik.model.Email;
import io.vestnik.model.Language;
import io.vestnik.model.Session;
import io.vestnik.model.Signal;
import io.vestnik.model.Username;
import io.vestnik.store.Tx;
import io.vestnik.table.Users;
import io.vestnik.table.account.Account;
import io.vestnik.table.account.RegistrationInvites.InviteRow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What the operator does to accounts from beside the server. Sessions that it ends the server is
/// told of by a table.
public final class ByOperator {
  private final Clock clock;

  public ByOperator(Clock clock) {
    this.clock = clock;
  }

  /// A new account; gives its number. Throws the refusals of `register`.
  ///
  /// @param passwordHash of [Passwords]
  public long create(
      Tx tx, Username username, Email email, String passwordHash, Language language) {
    Claims.refuseTaken(tx, username, Claims.NEW, clock.millis());
    Claims.refuseTaken(tx, email, Claims.NEW);
    tx.accounts().releasedNames().take(username.key());
    return tx.users()
        .add(new Users.NewUser(username, email, passwordHash, language.word(), clock.millis()));
  }

  /// The account of that username, or of that number, deleted ones too.
  public @Nullable Account find(Tx tx, String user) {
    if (user.matches("\\d{1,16}")) {
      return tx.accounts().accounts().byId(Long.parseLong(user)); // no username is digits alone
    }
    String key = Usernames.key(user);
    return key == null ? null : tx.accounts().accounts().byUsernameKey(key);
  }

  /// Another password; the account's sessions end.
  public int resetPassword(Tx tx, Account account, String passwordHash) {
    tx.users().setPasswordHash(account.id(), passwordHash);
    tx.accounts().codes().endAll(account.id());
    return endSessions(tx, account);
  }

  /// Ends the account's sessions; gives how many.
  public int endSessions(Tx tx, Account account) {
    int ended = 0;
    for (Session session : tx.sessions().ofUser(account.id())) {
      Signal.SessionEnded signal = tx.sessions().remove(session.id());
      if (signal != null) {
        tx.accounts().endedSessions().add(signal, clock.millis());
        ended++;
      }
    }
    return ended;
  }

  /// Nobody signs in to it any more, and its sessions end; or it is as it was.
  public int setDisabled(Tx tx, Account account, boolean disabled) {
    tx.accounts().accounts().setDisabled(account.id(), disabled);
    return disabled ? endSessions(tx, account) : 0;
  }

  /// The account is no more, as by `deleteAccount`. What takes long (its groups) the server does,
  /// now or when it starts.
  public void delete(Tx tx, Account account) {
    endSessions(tx, account);
    DeleteAccount.erase(tx, account, clock.millis());
  }

  /// A new invite to register.
  ///
  /// @param uses how many may register with it; null for any number
  /// @param life for how long; null for ever
  public InviteRow invite(Tx tx, Secrets secrets, @Nullable Integer uses, @Nullable Duration life) {
    long now = clock.millis();
    Long expires = life == null ? null : now + life.toMillis();
    InviteRow invite = new InviteRow(secrets.id(), now, expires, uses, 0);
    tx.accounts().invites().add(invite);
    return invite;
  }
}
