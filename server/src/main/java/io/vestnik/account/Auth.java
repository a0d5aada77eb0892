package io.vestnik.account;

import io.vestnik.account.Recovery.KnownDataType;
import io.vestnik.code.TwoFactors;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Working;
import io.vestnik.protocol.Length;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Account;
import org.jspecify.annotations.Nullable;

/// `auth`: a token for a username, or a verified e-mail address, and its password (protocol §3).
/// Whether the account exists is told neither by the answer nor by its time.
public final class Auth implements Working<Auth.Request, Auth.Answer> {
  private final Store store;
  private final Passwords passwords;
  private final Tokens tokens;
  private final WrongPasswords wrong;
  private final Second second;

  public Auth(
      Store store, Passwords passwords, Tokens tokens, WrongPasswords wrong, Second second) {
    this.store = store;
    this.passwords = passwords;
    this.tokens = tokens;
    this.wrong = wrong;
    this.second = second;
  }

  /// What comes after the password: the second factor, and the notice.
  public record Second(TwoFactors factors, Notices notices) {}

  public record Request(
      @Length(max = 320) String username,
      String password,
      @Nullable String code,
      @Nullable @Length(max = 128) String device,
      @Nullable Boolean evict) {}

  public record Answer(String token, long user_id) {}

  @Override
  public Answer handle(Caller caller, Request request) {
    KnownAs name = KnownAs.either(request.username);
    Found found = store.read(tx -> find(tx, name));
    Account account = found.account;
    String stored = account == null ? null : account.passwordHash();
    boolean right =
        wrong.isRight(
            name.asked(), caller.address(), () -> passwords.matches(request.password, stored));
    if (account == null || !right) {
      throw Rejection.wrongCredentials();
    }
    String better =
        passwords.needsRehash(account.passwordHash()) ? passwords.hash(request.password) : null;
    SignIn signIn = new SignIn(caller, request, account, better);
    if (!found.twoFactors || request.code == null) {
      return finished(store.write(tx -> signIn(tx, signIn)));
    }
    // In one transaction with the token: where that is refused, the code stays good.
    return finished(
        wrong.attempt(
            OwnPassword.keys(name.asked(), account),
            caller.address(),
            () -> store.write(tx -> signIn(tx, signIn)),
            outcome -> outcome.answer != null));
  }

  private record Found(@Nullable Account account, boolean twoFactors) {}

  private Found find(Tx tx, KnownAs name) {
    Account account = name.find(tx);
    boolean usable =
        account != null && (name.type() == KnownDataType.USERNAME || account.emailVerified());
    return account != null && usable
        ? new Found(account, second.factors.areOn(tx, account.id()))
        : new Found(null, false);
  }

  private record SignIn(Caller caller, Request request, Account account, @Nullable String better) {}

  /// @param answer null where the code was wrong
  private record Outcome(@Nullable Answer answer) {}

  private static Answer finished(Outcome outcome) {
    if (outcome.answer == null) {
      throw Rejection.wrongCode("code");
    }
    return outcome.answer;
  }

  // The password may have been changed since it was looked at.
  private Outcome signIn(Tx tx, SignIn in) {
    Request request = in.request;
    Account now = tx.accounts().accounts().locked(in.account.id());
    if (now == null || now.disabled() || !now.passwordHash().equals(in.account.passwordHash())) {
      throw Rejection.wrongCredentials();
    }
    if (second.factors.areOn(tx, now.id())) {
      if (request.code == null) {
        throw Rejection.codeRequired("code");
      }
      if (!second.factors.use(tx, now.id(), request.code)) {
        return new Outcome(null);
      }
    }
    if (in.better != null) {
      tx.users().setPasswordHash(now.id(), in.better);
    }
    second.notices.tellSignIn(tx, in.caller, now, request.device);
    boolean evict = request.evict != null && request.evict;
    String token = tokens.issue(tx, in.caller, new Tokens.For(now.id(), request.device, evict));
    return new Outcome(new Answer(token, now.id()));
  }
}
