package io.vestnik.account;

import io.vestnik.mode.Caller;
import io.vestnik.mode.Working;
import io.vestnik.protocol.Length;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.Users.UserRow;
import org.jspecify.annotations.Nullable;

/// `auth`: a token for a username and its password (protocol §3). Whether the account exists is
/// told neither by the answer nor by its time.
public final class Auth implements Working<Auth.Request, Auth.Answer> {
  private final Store store;
  private final Passwords passwords;
  private final Tokens tokens;
  private final WrongPasswords wrong;

  public Auth(Store store, Passwords passwords, Tokens tokens, WrongPasswords wrong) {
    this.store = store;
    this.passwords = passwords;
    this.tokens = tokens;
    this.wrong = wrong;
  }

  public record Request(
      @Length(max = 320) String username,
      String password,
      @Nullable @Length(max = 128) String device,
      @Nullable Boolean evict) {}

  public record Answer(String token, long user_id) {}

  @Override
  public Answer handle(Caller caller, Request request) {
    String key = Usernames.key(request.username);
    String account = key == null ? request.username : key;
    UserRow user = key == null ? null : store.read(tx -> new Found(byKey(tx, key))).user;
    String stored = user == null ? null : user.passwordHash();
    boolean right =
        wrong.isRight(account, caller.address(), () -> passwords.matches(request.password, stored));
    if (user == null || !right) {
      throw Rejection.wrongCredentials();
    }
    String better =
        passwords.needsRehash(user.passwordHash()) ? passwords.hash(request.password) : null;
    return store.write(tx -> signIn(tx, caller, request, user, better));
  }

  private record Found(@Nullable UserRow user) {}

  private static @Nullable UserRow byKey(Tx tx, String key) {
    return tx.users().byUsernameKey(key);
  }

  // The password may have been changed since it was looked at.
  private Answer signIn(
      Tx tx, Caller caller, Request request, UserRow user, @Nullable String better) {
    tx.users().lock(user.id());
    UserRow now = tx.users().byId(user.id());
    if (now == null || !now.passwordHash().equals(user.passwordHash())) {
      throw Rejection.wrongCredentials();
    }
    if (better != null) {
      tx.users().setPasswordHash(user.id(), better);
    }
    boolean evict = request.evict != null && request.evict;
    String token = tokens.issue(tx, caller, new Tokens.For(user.id(), request.device, evict));
    return new Answer(token, user.id());
  }
}
