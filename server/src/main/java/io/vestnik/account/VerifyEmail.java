package io.vestnik.account;

import io.vestnik.code.MailedCodes;
import io.vestnik.code.MailedCodes.Purpose;
import io.vestnik.code.MailedCodes.Tried;
import io.vestnik.mail.Kind;
import io.vestnik.mode.Caller;
import io.vestnik.mode.SignedIn;
import io.vestnik.mode.Working;
import io.vestnik.model.Email;
import io.vestnik.protocol.Nothing;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Account;

/// `verifyEmail`: the address that the code was mailed to is the account's, and verified (protocol
/// §3). Who has it without having verified it, has none from then on.
public final class VerifyEmail implements Working<VerifyEmail.Request, Nothing> {
  private final Store store;
  private final OwnPassword own;
  private final MailedCodes codes;
  private final Notices notices;

  public VerifyEmail(Store store, OwnPassword own, MailedCodes codes, Notices notices) {
    this.store = store;
    this.own = own;
    this.codes = codes;
    this.notices = notices;
  }

  public record Request(String code) {}

  @Override
  public Nothing handle(Caller caller, Request request) {
    if (!own.isRight(caller, () -> store.write(tx -> verify(tx, caller, request.code)))) {
      throw Rejection.wrongCode("code");
    }
    return new Nothing();
  }

  private boolean verify(Tx tx, Caller caller, String code) {
    Account account = tx.accounts().accounts().locked(caller.userId());
    SignedIn.check(tx, caller.session());
    Tried tried = codes.attempt(tx, Purpose.VERIFY, caller.userId(), code);
    Email email = tried.email();
    if (account == null || !tried.right() || email == null) {
      return false;
    }
    Claims.refuseVerified(tx, email, account.id());
    codes.end(tx, Purpose.VERIFY, account.id());
    if (email.key().equals(account.emailKey())) {
      tx.accounts().accounts().setEmail(account.id(), email, true);
      return true;
    }
    Long loser = tx.accounts().accounts().takeUnverified(email.key());
    if (loser != null) {
      codes.end(tx, Purpose.RECOVERY, loser); // it was mailed to the address
    }
    tx.accounts().accounts().setEmail(account.id(), email, true);
    // What was mailed to the old address is no longer good.
    codes.end(tx, Purpose.RECOVERY, account.id());
    notices.tell(tx, Kind.EMAIL_CHANGED, account);
    notices.tell(tx, Kind.EMAIL_CHANGED, OwnPassword.own(tx, caller));
    return true;
  }
}
