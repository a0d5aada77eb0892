package io.vestnik.account;

import io.vestnik.account.GetServerInfo.Registration;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Throttle;
import io.vestnik.mode.Working;
import io.vestnik.model.Clock;
import io.vestnik.model.Email;
import io.vestnik.model.Username;
import io.vestnik.model.Wire;
import io.vestnik.protocol.Length;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.Users;
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

  /// Who may register, and how often.
  public record Policy(Registration registration, Throttle throttle) {}

  public record Request(
      String username,
      String password,
      String email,
      @Nullable @Length(max = 128) String device,
      @Nullable Language language) {}

  public record Answer(String token, long user_id) {}

  /// In which the server writes to the user.
  public enum Language implements Wire {
    EN,
    RU
  }

  @Override
  public Answer handle(Caller caller, Request request) {
    Username username = Usernames.parse("username", request.username);
    Passwords.checkNew("password", request.password);
    Email email = Emails.parse("email", request.email);
    policy.throttle.chargeRegistration(caller.address());
    if (policy.registration == Registration.CLOSED) {
      throw Rejection.registrationClosed();
    }
    // Looked at before the costly hash, and again with it in hand.
    store.read(tx -> {
      refuseTaken(tx, username, email);
      return username;
    });
    String hash = passwords.hash(request.password);
    Language language = request.language == null ? Language.EN : request.language;
    Users.NewUser user = new Users.NewUser(username, email, hash, language.word(), clock.millis());
    return store.write(tx -> add(tx, caller, user, request.device));
  }

  private Answer add(Tx tx, Caller caller, Users.NewUser user, @Nullable String device) {
    refuseTaken(tx, user.username(), user.email());
    long id = tx.users().add(user);
    return new Answer(tokens.issue(tx, caller, new Tokens.For(id, device, false)), id);
  }

  private static void refuseTaken(Tx tx, Username username, Email email) {
    if (tx.users().byUsernameKey(username.key()) != null) {
      throw Rejection.usernameTaken();
    }
    if (tx.users().bySkeleton(username.skeleton()) != null) {
      throw Rejection.usernameTooSimilar();
    }
    if (tx.users().byEmailKey(email.key()) != null) {
      throw Rejection.emailTaken();
    }
  }
}
