package io.vestnik.account;

import io.vestnik.account.GetServerInfo.Registration;
import io.vestnik.code.MailedCodes;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Throttle;
import io.vestnik.mode.Working;
import io.vestnik.model.Clock;
import io.vestnik.model.Email;
import io.vestnik.model.Language;
import io.vestnik.model.Username;
import io.vestnik.protocol.Length;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.Users;
import io.vestnik.table.account.Account;
import org.jspecify.annotations.Nullable;

/// `register`: a new account, signed in at once (protocol §3). A username or an e-mail address that
/// somebody has is 409.
public final class Register implements Working<Register.Request, Register.Answer> {
  private final Store store;
  private final Clock clock;
  private final Passwords passwords;
  private final Tokens tokens;
  private final Policy policy;

  public Register(Store store, Clock clock, Passwords passwords, Tokens tokens, Policy policy) {
    this.store = store;
    this.clock = clock;
    this.passwords = passwords;
    this.tokens = tokens;
    this.policy = policy;
  }

  /// Who may register, how often, and how they prove their addresses.
  ///
  /// @param mailed whether mail is set up
  public record Policy(
      Registration registration, Throttle throttle, MailedCodes codes, boolean mailed) {}

  public record Request(
      String username,
      String password,
      String email,
      @Nullable @Length(max = 128) String device,
      @Nullable Language language,
      @Nullable String invite) {}

  public record Answer(String token, long user_id) {}

  @Override
  public Answer handle(Caller caller, Request request) {
    Username username = Usernames.parse("username", request.username);
    Passwords.checkNew("password", request.password);
    Email email = Emails.parse("email", request.email);
    policy.throttle.chargeRegistration(caller.address());
    String invite = policy.registration == Registration.INVITE ? request.invite : null;
    refuseUninvited(invite);
    // Looked at before the costly hash, and again with it in hand.
    store.read(tx -> {
      if (invite != null && !tx.accounts().invites().isGood(invite, clock.millis())) {
        throw Rejection.noInvite();
      }
      refuseTaken(tx, username, email);
      return username;
    });
    String hash = passwords.hash(request.password);
    Language language = request.language == null ? Language.EN : request.language;
    Users.NewUser user = new Users.NewUser(username, email, hash, language.word(), clock.millis());
    return store.write(tx -> {
      if (invite != null && !tx.accounts().invites().use(invite, clock.millis())) {
        throw Rejection.noInvite();
      }
      long id = add(tx, user);
      return new Answer(tokens.issue(tx, caller, new Tokens.For(id, request.device, false)), id);
    });
  }

  private void refuseUninvited(@Nullable String invite) {
    switch (policy.registration) {
      case OPEN -> {}
      case INVITE -> {
        if (invite == null) {
          throw Rejection.registrationClosed();
        }
      }
      case CLOSED -> throw Rejection.registrationClosed();
    }
  }

  private long add(Tx tx, Users.NewUser user) {
    refuseTaken(tx, user.username(), user.email());
    long id = tx.users().add(user);
    tx.accounts().releasedNames().take(user.username().key());
    if (policy.mailed) {
      Account account = tx.accounts().accounts().byId(id);
      policy.codes.mail(tx, MailedCodes.Purpose.VERIFY, account, user.email());
    }
    return id;
  }

  private void refuseTaken(Tx tx, Username username, Email email) {
    Claims.refuseTaken(tx, username, Claims.NEW, clock.millis());
    Claims.refuseTaken(tx, email, Claims.NEW);
  }
}
