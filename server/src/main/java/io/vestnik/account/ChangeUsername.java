package io.vestnik.account;

import io.vestnik.mode.Caller;
import io.vestnik.mode.Writing;
import io.vestnik.model.Clock;
import io.vestnik.model.Signal;
import io.vestnik.model.Username;
import io.vestnik.protocol.Nothing;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Account;

/// `changeUsername`: another name for the account; the one before is kept for it for 30 days
/// (protocol §3).
public final class ChangeUsername implements Writing<ChangeUsername.Request, Nothing> {
  private final Clock clock;

  public ChangeUsername(Clock clock) {
    this.clock = clock;
  }

  public record Request(String username) {
    public Request {
      Usernames.parse("username", username);
    }
  }

  @Override
  public Nothing handle(Caller caller, Request request, Tx tx) {
    Account account = tx.accounts().accounts().locked(caller.userId());
    if (account == null) {
      throw Rejection.tokenInvalid();
    }
    Username username = Usernames.parse("username", request.username);
    Claims.refuseTaken(tx, username, account.id(), clock.millis());
    if (!username.key().equals(account.usernameKey())) {
      tx.accounts().releasedNames().release(account, clock.millis());
    }
    tx.accounts().releasedNames().take(username.key());
    if (!username.shown().equals(account.username())) {
      tx.accounts().accounts().setUsername(account.id(), username);
      tx.tell(new Signal.UserChanged(account.id()));
    }
    return new Nothing();
  }
}
