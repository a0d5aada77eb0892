package io.vestnik.account;

import io.vestnik.mode.Buckets;
import io.vestnik.model.Clock;
import io.vestnik.protocol.Limits;
import io.vestnik.protocol.Rejection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Counts wrong passwords, and slows guessing down (protocol §2). Right ones never count, and live
/// sessions are never touched.
public final class WrongPasswords {
  private static final String WHAT = "wrong passwords";

  private final Buckets perAccountAndAddress;
  private final Buckets perAccount;
  private final Buckets perAddress;

  public WrongPasswords(Limits limits, Clock clock) {
    perAccountAndAddress = new Buckets(WHAT, limits.wrongPerAccountAndAddress(), clock);
    perAccount = new Buckets(WHAT, limits.wrongPerAccount(), clock);
    perAddress = new Buckets(WHAT, limits.wrongPerAddress(), clock);
  }

  /// Refuses with 429 where too many were wrong.
  ///
  /// @param account as asked for, whether it exists or not
  /// @param address null where it is not known: the limits per address are off then
  void refuseTooMany(String account, @Nullable String address) {
    refuse(perAccount.wouldRefuse(account));
    if (address != null) {
      refuse(perAccountAndAddress.wouldRefuse(List.of(account, address)));
      refuse(perAddress.wouldRefuse(address));
    }
  }

  private static void refuse(@Nullable Rejection why) {
    if (why != null) {
      throw why;
    }
  }

  /// One more was wrong.
  void count(String account, @Nullable String address) {
    perAccount.take(account);
    if (address != null) {
      perAccountAndAddress.take(List.of(account, address));
      perAddress.take(address);
    }
  }
}
