package io.vestnik.account;

import io.vestnik.code.TwoFactors;
import io.vestnik.mail.Kind;
import io.vestnik.mode.Caller;
import io.vestnik.mode.SignedIn;
import io.vestnik.mode.Working;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Account;
import java.util.ArrayList;
import java.util.List;

/// `confirmTotp`: turns two factors on, for a code of the secret that enableTotp gave (protocol
/// §3). The recovery codes are told once.
public final class ConfirmTotp implements Working<ConfirmTotp.Request, ConfirmTotp.Answer> {
  private final Store store;
  private final OwnPassword own;
  private final TwoFactors factors;
  private final Notices notices;

  public ConfirmTotp(Store store, OwnPassword own, TwoFactors factors, Notices notices) {
    this.store = store;
    this.own = own;
    this.factors = factors;
    this.notices = notices;
  }

  public record Request(String code) {}

  public record Answer(List<String> recovery_codes) {}

  @Override
  public Answer handle(Caller caller, Request request) {
    Account account = store.read(tx -> OwnPassword.own(tx, caller));
    List<String> codes = new ArrayList<>();
    boolean right =
        own.isRight(
            caller,
            () -> codes.addAll(store.write(tx -> confirm(tx, caller, account, request.code))));
    if (!right) {
      throw Rejection.wrongCode("code");
    }
    return new Answer(List.copyOf(codes));
  }

  private List<String> confirm(Tx tx, Caller caller, Account account, String code) {
    SignedIn.check(tx, caller.session());
    List<String> codes = factors.confirm(tx, caller.userId(), code);
    if (!codes.isEmpty()) {
      notices.tell(tx, Kind.TOTP_ENABLED, account);
    }
    return codes;
  }
}
