package io.vestnik.account;

import io.vestnik.code.MailedCodes;
import io.vestnik.code.MailedCodes.Purpose;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Working;
import io.vestnik.model.Email;
import io.vestnik.protocol.Nothing;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Account;

/// `changeEmail`: mails a code to another address, which is the account's once verifyEmail brings
/// it; at once where no mail is set up (protocol §3).
public final class ChangeEmail implements Working<ChangeEmail.Request, Nothing> {
  private final Store store;
  private final OwnPassword own;
  private final MailedCodes codes;
  private final boolean mailed;

  /// @param mailed whether mail is set up
  public ChangeEmail(Store store, OwnPassword own, MailedCodes codes, boolean mailed) {
    this.store = store;
    this.own = own;
    this.codes = codes;
    this.mailed = mailed;
  }

  public record Request(String email, String password) {
    public Request {
      Emails.parse("email", email);
    }
  }

  @Override
  public Nothing handle(Caller caller, Request request) {
    Account account = own.require(caller, request.password);
    Email email = Emails.parse("email", request.email);
    store.write(tx -> {
      Account now = OwnPassword.still(tx, caller, account);
      if (mailed) {
        Claims.refuseVerified(tx, email, now.id());
        codes.mail(tx, Purpose.VERIFY, now, email);
      } else {
        change(tx, now, email);
      }
      return true;
    });
    return new Nothing();
  }

  private void change(Tx tx, Account account, Email email) {
    Claims.refuseTaken(tx, email, account.id());
    codes.end(tx, Purpose.VERIFY, account.id());
    codes.end(tx, Purpose.RECOVERY, account.id());
    boolean same = email.key().equals(account.emailKey());
    tx.accounts().accounts().setEmail(account.id(), email, same && account.emailVerified());
  }
}
