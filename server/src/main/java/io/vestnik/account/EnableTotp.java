package io.vestnik.account;

import io.vestnik.code.Totp;
import io.vestnik.code.TwoFactors;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Working;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Account;

/// `enableTotp`: a new secret for an authenticator; two factors are on once confirmTotp brings a
/// code of it (protocol §3).
public final class EnableTotp implements Working<EnableTotp.Request, EnableTotp.Answer> {
  private final Store store;
  private final OwnPassword own;
  private final TwoFactors factors;
  private final String issuer;

  /// @param issuer the server's name, which the authenticator shows
  public EnableTotp(Store store, OwnPassword own, TwoFactors factors, String issuer) {
    this.store = store;
    this.own = own;
    this.factors = factors;
    this.issuer = issuer;
  }

  public record Request(String password) {}

  public record Answer(String secret, String uri) {}

  @Override
  public Answer handle(Caller caller, Request request) {
    Account account = own.require(caller, request.password);
    return store.write(tx -> begin(tx, caller, account));
  }

  // Who has only the password must not put another authenticator in place of the one that is on.
  private Answer begin(Tx tx, Caller caller, Account account) {
    Account now = OwnPassword.still(tx, caller, account);
    if (factors.areOn(tx, now.id())) {
      throw Rejection.codeRequired("code");
    }
    byte[] secret = factors.begin(tx, now.id());
    return new Answer(Totp.text(secret), Totp.uri(issuer, now.username(), secret));
  }
}
