package io.vestnik.account;

import io.vestnik.code.TwoFactors;
import io.vestnik.mail.Kind;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Working;
import io.vestnik.protocol.Nothing;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Account;

/// `disableTotp`: turns two factors off, for the password and a code (protocol §3).
public final class DisableTotp implements Working<DisableTotp.Request, Nothing> {
  private final Store store;
  private final OwnPassword own;
  private final TwoFactors factors;
  private final Notices notices;

  public DisableTotp(Store store, OwnPassword own, TwoFactors factors, Notices notices) {
    this.store = store;
    this.own = own;
    this.factors = factors;
    this.notices = notices;
  }

  /// What proves that it is the user.
  ///
  /// @param code of the authenticator, or a recovery code
  public record Request(String password, String code) {}

  @Override
  public Nothing handle(Caller caller, Request request) {
    Account account = own.require(caller, request.password);
    boolean right =
        own.isRight(caller, () -> store.write(tx -> end(tx, caller, account, request.code)));
    if (!right) {
      throw Rejection.wrongCode("code");
    }
    return new Nothing();
  }

  private boolean end(Tx tx, Caller caller, Account account, String code) {
    Account now = OwnPassword.still(tx, caller, account);
    if (!factors.areOn(tx, now.id())) {
      return true; // off already, and off they are
    }
    if (!factors.use(tx, now.id(), code)) {
      return false;
    }
    factors.end(tx, now.id());
    notices.tell(tx, Kind.TOTP_DISABLED, now);
    return true;
  }
}
