package io.vestnik.account;

import io.vestnik.mode.Caller;
import io.vestnik.mode.SignedIn;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Account;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Asks who is signed in already for their password or a code, and counts wrong ones.
public final class OwnPassword {
  private final Store store;
  private final Passwords passwords;
  private final WrongPasswords wrong;

  public OwnPassword(Store store, Passwords passwords, WrongPasswords wrong) {
    this.store = store;
    this.passwords = passwords;
    this.wrong = wrong;
  }

  /// The caller's account. Refuses with 401 `wrongPassword`. Blocks.
  public Account require(Caller caller, String password) {
    Account account = store.read(tx -> own(tx, caller));
    if (!isRight(caller, () -> passwords.matches(password, account.passwordHash()))) {
      throw Rejection.wrongPassword();
    }
    return account;
  }

  /// What `check` says of the caller's password or code; a wrong one counts. Blocks.
  boolean isRight(Caller caller, BooleanSupplier check) {
    return wrong.isRightIn(caller.session(), check);
  }

  /// What a code is counted by beside what was asked for: an account has several names, and no more
  /// guesses by that.
  static List<String> keys(String asked, Account account) {
    return List.of(asked, "#" + account.id());
  }

  /// The account as it is in the transaction that changes it, locked. Refuses with 401 where its
  /// session or its password is not what it was a moment ago.
  public static Account still(Tx tx, Caller caller, Account before) {
    Account now = tx.accounts().accounts().locked(before.id());
    SignedIn.check(tx, caller.session());
    if (now == null || !now.passwordHash().equals(before.passwordHash())) {
      throw Rejection.wrongPassword();
    }
    return now;
  }

  /// The caller's account as stored.
  static Account own(Tx tx, Caller caller) {
    Account account = tx.accounts().accounts().byId(caller.userId());
    if (account == null) {
      throw Rejection.tokenInvalid();
    }
    return account;
  }
}
