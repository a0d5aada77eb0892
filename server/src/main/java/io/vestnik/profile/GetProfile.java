package io.vestnik.profile;

import io.vestnik.mode.Caller;
import io.vestnik.mode.Reading;
import io.vestnik.model.Language;
import io.vestnik.model.Wire;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Account;
import io.vestnik.table.account.Profiles.ProfileRow;
import io.vestnik.table.account.SecondFactors.FactorRow;
import org.jspecify.annotations.Nullable;

/// `getProfile`: one's own account, with what nobody else sees of it (protocol §3).
public final class GetProfile implements Reading<GetProfile.Request, GetProfile.Answer> {
  public record Request() {}

  /// The account.
  ///
  /// @param email absent where another has proved that the address is theirs
  /// @param totp whether two factors are on
  public record Answer(
      long user_id,
      String username,
      @Nullable String email,
      boolean email_verified,
      @Nullable String photo_id,
      @Nullable String about,
      Language language,
      boolean totp,
      ShowPresence show_presence,
      long created_time) {}

  /// To whom one shows whether one is there.
  public enum ShowPresence implements Wire {
    /// Those to whom one has written in a personal chat.
    CONTACTS,
    NOBODY
  }

  @Override
  public Answer handle(Caller caller, Request request, Tx tx) {
    return of(tx, caller.userId());
  }

  /// The user's account. Refuses with 401 where there is none.
  public static Answer of(Tx tx, long userId) {
    Account account = tx.accounts().accounts().byId(userId);
    ProfileRow profile = tx.accounts().profiles().byId(userId);
    if (account == null || profile == null) {
      throw Rejection.tokenInvalid();
    }
    FactorRow factor = tx.accounts().secondFactors().of(account.id());
    return new Answer(
        account.id(),
        account.username(),
        account.email(),
        account.emailVerified(),
        profile.photoId(),
        profile.about(),
        "ru".equals(profile.language()) ? Language.RU : Language.EN,
        factor != null && factor.confirmed(),
        profile.showsPresence() ? ShowPresence.CONTACTS : ShowPresence.NOBODY,
        account.createdTime());
  }
}
