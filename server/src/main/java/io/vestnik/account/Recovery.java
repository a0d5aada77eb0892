package io.vestnik.account;

import io.vestnik.code.MailedCodes;
import io.vestnik.code.MailedCodes.Purpose;
import io.vestnik.mode.Caller;
import io.vestnik.mode.Throttle;
import io.vestnik.mode.Working;
import io.vestnik.model.Email;
import io.vestnik.model.Wire;
import io.vestnik.protocol.Length;
import io.vestnik.protocol.Nothing;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Account;
import org.jspecify.annotations.Nullable;

/// `recovery`: mails a code to who has lost the password (protocol §3). Whether there is such an
/// account is told neither by the answer nor by its time: the same is written for both.
public final class Recovery implements Working<Recovery.Request, Nothing> {
  private final Store store;
  private final MailedCodes codes;
  private final Throttle throttle;

  public Recovery(Store store, MailedCodes codes, Throttle throttle) {
    this.store = store;
    this.codes = codes;
    this.throttle = throttle;
  }

  /// Who it is.
  ///
  /// @param username where it is given too, both must name one account
  public record Request(
      @Length(max = 320) String known_data,
      KnownDataType known_data_type,
      @Nullable @Length(max = 320) String username) {}

  /// What `known_data` is.
  public enum KnownDataType implements Wire {
    EMAIL,
    USERNAME
  }

  @Override
  public Nothing handle(Caller caller, Request request) {
    throttle.chargeRecovery(caller.address());
    KnownAs known = KnownAs.of(request.known_data_type, request.known_data);
    KnownAs also = KnownAs.username(request.username == null ? "" : request.username);
    store.write(tx -> {
      Account account = known.find(tx);
      Account same = also.find(tx);
      boolean one =
          request.username == null
              || (account != null && same != null && account.id() == same.id());
      mail(tx, one ? account : null);
      return true;
    });
    return new Nothing();
  }

  private void mail(Tx tx, @Nullable Account account) {
    Email to =
        account == null || account.email() == null || account.emailKey() == null
            ? null
            : new Email(account.email(), account.emailKey());
    codes.mail(tx, Purpose.RECOVERY, account, to);
  }
}
