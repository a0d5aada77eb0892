package io.vestnik.account;

import io.vestnik.code.MailedCodes;
import io.vestnik.code.MailedCodes.Purpose;
import io.vestnik.mail.Kind;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Working;
import io.vestnik.protocol.Nothing;
import io.vestnik.store.Store;
import io.vestnik.table.account.Account;

/// `changePassword`: another password; the account's other sessions end (protocol §3).
public final class ChangePassword implements Working<ChangePassword.Request, Nothing> {
  private final Store store;
  private final OwnPassword own;
  private final Passwords passwords;
  private final MailedCodes codes;
  private final Notices notices;

  public ChangePassword(
      Store store, OwnPassword own, Passwords passwords, MailedCodes codes, Notices notices) {
    this.store = store;
    this.own = own;
    this.passwords = passwords;
    this.codes = codes;
    this.notices = notices;
  }

  public record Request(String password, String new_password) {
    public Request {
      Passwords.checkNew("new_password", new_password);
    }
  }

  @Override
  public Nothing handle(Caller caller, Request request) {
    Account account = own.require(caller, request.password);
    String hash = passwords.hash(request.new_password);
    store.write(tx -> {
      Account now = OwnPassword.still(tx, caller, account);
      tx.users().setPasswordHash(now.id(), hash);
      tx.endSessions(now.id(), caller.session().id());
      codes.end(tx, Purpose.RECOVERY, now.id());
      notices.tell(tx, Kind.PASSWORD_CHANGED, now);
      return true;
    });
    return new Nothing();
  }
}
