package io.vestnik.account;

import io.vestnik.chat.Farewell;
import io.vestnik.code.TwoFactors;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Working;
import io.vestnik.model.Clock;
import io.vestnik.protocol.Nothing;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Account;
import org.jspecify.annotations.Nullable;

/// `deleteAccount`: the account is no more (protocol §3). What it has written stays, as from
/// `deleted account`.
public final class DeleteAccount implements Working<DeleteAccount.Request, Nothing> {
  private final Store store;
  private final Clock clock;
  private final OwnPassword own;
  private final TwoFactors factors;
  private final Farewell farewell;

  public DeleteAccount(
      Store store, Clock clock, OwnPassword own, TwoFactors factors, Farewell farewell) {
    this.store = store;
    this.clock = clock;
    this.own = own;
    this.factors = factors;
    this.farewell = farewell;
  }

  /// What proves that it is the user.
  ///
  /// @param code of the authenticator, or a recovery code, where two factors are on
  public record Request(String password, @Nullable String code) {}

  @Override
  public Nothing handle(Caller caller, Request request) {
    Account account = own.require(caller, request.password);
    boolean on = store.read(tx -> factors.areOn(tx, account.id()));
    if (on && request.code == null) {
      throw Rejection.codeRequired("code");
    }
    String code = on ? request.code : null;
    boolean right =
        code == null
            ? store.write(tx -> delete(tx, caller, account, null))
            : own.isRight(caller, () -> store.write(tx -> delete(tx, caller, account, code)));
    if (!right) {
      throw Rejection.wrongCode("code");
    }
    farewell.leaveAll();
    return new Nothing();
  }

  /// Erases what is kept of the user, but for their sessions; [Farewell] does the rest.
  static void erase(Tx tx, Account account, long now) {
    tx.accounts().releasedNames().release(account, now);
    tx.accounts().deletions().erase(account, now);
    tx.accounts().bars().ofDeleted(account.id());
  }

  private boolean delete(Tx tx, Caller caller, Account before, @Nullable String code) {
    Account account = OwnPassword.still(tx, caller, before);
    long id = account.id();
    if (factors.areOn(tx, id)) {
      if (code == null) {
        throw Rejection.codeRequired("code");
      }
      if (!factors.use(tx, id, code)) {
        return false;
      }
    }
    erase(tx, account, clock.millis());
    tx.endSessions(id, 0);
    return true;
  }
}
