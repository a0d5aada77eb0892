package io.vestnik.file;

import io.vestnik.mode.SignedIn;
import io.vestnik.mode.Throttle;
import io.vestnik.model.TokenHash;
import io.vestnik.net.Proof;
import io.vestnik.protocol.Limit;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Account;

/// Who asks over HTTP.
public final class Visitors {
  private final SignedIn signedIn;
  private final Throttle throttle;
  private final FileLinks links;

  public Visitors(SignedIn signedIn, Throttle throttle, FileLinks links) {
    this.signedIn = signedIn;
    this.throttle = throttle;
    this.links = links;
  }

  /// The user with whose rights it is asked, who is charged for a read. Refuses with 401 and 429.
  long of(Tx tx, Proof proof) {
    long userId =
        switch (proof) {
          case Proof.Token(String token) -> signedIn.find(tx, TokenHash.of(token)).userId();
          case Proof.Link link -> maker(tx, link);
        };
    Rejection refusal = throttle.charge(Limit.READS, userId);
    if (refusal != null) {
      throw refusal;
    }
    return userId;
  }

  private long maker(Tx tx, Proof.Link link) {
    Account account = links.isGood(link) ? tx.accounts().accounts().byId(link.userId()) : null;
    if (account == null || account.disabled()) {
      throw Proof.linkInvalid();
    }
    return account.id();
  }
}
