package io.vestnik.account;

import io.vestnik.code.MailedCodes;
import io.vestnik.code.MailedCodes.Purpose;
import io.vestnik.mail.Kind;
import io.vestnik.mail.MailQueue;
import io.vestnik.mode.Caller;
import io.vestnik.model.Email;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Account;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Tells users by mail what happens to their accounts (protocol §3).
public final class Notices {
  private final MailQueue mails;
  private final MailedCodes codes;

  public Notices(MailQueue mails, MailedCodes codes) {
    this.mails = mails;
    this.codes = codes;
  }

  /// Tells the account's address, where it has one.
  void tell(Tx tx, Kind kind, Account account) {
    if (!mails.isSetUp() || account.email() == null) {
      return;
    }
    // An address that nobody has verified may be a stranger's, and who registers with it may
    // change what they like, as often as they like.
    if (account.emailVerified() || codes.mayNotify(tx, Purpose.UNVERIFIED, account.id())) {
      mails.addNotice(tx, kind, to(account));
    }
  }

  /// Tells of a sign-in, before its session begins, where no session of the account is of the same
  /// device and address.
  void tellSignIn(Tx tx, Caller caller, Account account, @Nullable String device) {
    if (!mails.isSetUp() || account.email() == null) {
      return;
    }
    boolean known =
        tx.sessions().places(account.id()).stream()
            .anyMatch(place ->
                Objects.equals(place.device(), device)
                    && Objects.equals(place.address(), caller.address()));
    if (!known && codes.mayNotify(tx, Purpose.NEW_DEVICE, account.id())) {
      mails.addNewDevice(tx, to(account), device, caller.address());
    }
  }

  private static MailQueue.To to(Account account) {
    return new MailQueue.To(deliverable(account), account.username(), account.language());
  }

  private static @Nullable String deliverable(Account account) {
    return account.email() == null || account.emailKey() == null
        ? null
        : new Email(account.email(), account.emailKey()).deliverable();
  }
}
