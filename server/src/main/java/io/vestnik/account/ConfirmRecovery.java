package io.vestnik.account;

import io.vestnik.account.Recovery.KnownDataType;
import io.vestnik.code.MailedCodes;
import io.vestnik.code.MailedCodes.Purpose;
import io.vestnik.code.TwoFactors;
import io.vestnik.mail.Kind;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Working;
import io.vestnik.protocol.Length;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Account;
import io.vestnik.table.account.Codes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `confirmRecovery`: a new password and a token for a mailed code (protocol §3). Every older
/// session ends.
public final class ConfirmRecovery
    implements Working<ConfirmRecovery.Request, ConfirmRecovery.Answer> {
  private final Store store;
  private final Passwords passwords;
  private final Tokens tokens;
  private final WrongPasswords wrong;
  private final Parts parts;

  public ConfirmRecovery(
      Store store, Passwords passwords, Tokens tokens, WrongPasswords wrong, Parts parts) {
    this.store = store;
    this.passwords = passwords;
    this.tokens = tokens;
    this.wrong = wrong;
    this.parts = parts;
  }

  /// What else it takes.
  public record Parts(MailedCodes codes, TwoFactors factors, Notices notices) {}

  /// Who it is, and what proves it; `totp` is of the authenticator, or a recovery code.
  public record Request(
      @Length(max = 320) String known_data,
      KnownDataType known_data_type,
      String code,
      String new_password,
      @Nullable String totp) {
    public Request {
      Passwords.checkNew("new_password", new_password);
    }
  }

  public record Answer(String token, long user_id) {}

  @Override
  public Answer handle(Caller caller, Request request) {
    KnownAs known = KnownAs.of(request.known_data_type, request.known_data);
    Found found =
        wrong.attempt(
            List.of(known.asked()),
            caller.address(),
            () -> store.write(tx -> attempt(tx, known, request.code)),
            Found::right);
    Account account = found.account;
    if (!found.right || account == null) {
      throw Rejection.wrongCode("code");
    }
    if (found.twoFactors && request.totp == null) {
      throw Rejection.codeRequired("totp");
    }
    String hash = passwords.hash(request.new_password);
    Outcome outcome =
        wrong.attempt(
            OwnPassword.keys(known.asked(), account),
            caller.address(),
            () -> store.write(tx -> finish(tx, caller, request, account, hash)),
            done -> done.answer != null);
    if (outcome.answer == null) {
      throw Rejection.wrongCode("totp");
    }
    return outcome.answer;
  }

  private record Found(@Nullable Account account, boolean right, boolean twoFactors) {}

  private Found attempt(Tx tx, KnownAs known, String code) {
    Account account = known.find(tx);
    long id = account == null ? Codes.NOBODY : account.id();
    boolean right = parts.codes.attempt(tx, Purpose.RECOVERY, id, code).right();
    return new Found(account, right, parts.factors.areOn(tx, id));
  }

  /// @param answer null where the second factor's code was wrong
  private record Outcome(@Nullable Answer answer) {}

  // The code may have been used, or ended, since it was looked at.
  private Outcome finish(Tx tx, Caller caller, Request request, Account account, String hash) {
    long id = account.id();
    Account now = tx.accounts().accounts().locked(id);
    if (now == null
        || now.disabled()
        || !parts.codes.attempt(tx, Purpose.RECOVERY, id, request.code).right()) {
      throw Rejection.wrongCode("code");
    }
    if (parts.factors.areOn(tx, id)) {
      if (request.totp == null) {
        throw Rejection.codeRequired("totp");
      }
      if (!parts.factors.use(tx, id, request.totp)) {
        return new Outcome(null);
      }
    }
    parts.codes.end(tx, Purpose.RECOVERY, id);
    tx.users().setPasswordHash(id, hash);
    tx.endSessions(id, 0);
    parts.notices.tell(tx, Kind.PASSWORD_CHANGED, now);
    return new Outcome(new Answer(tokens.issue(tx, caller, new Tokens.For(id, null, false)), id));
  }
}
