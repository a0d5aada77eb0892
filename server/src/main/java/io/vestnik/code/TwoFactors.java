package io.vestnik.code;

import io.vestnik.model.Clock;
import io.vestnik.store.Tx;
import io.vestnik.table.account.SecondFactors.FactorRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/// An account's second factor: begins, checks and ends it. A code is good once.
public final class TwoFactors {
  private static final String PURPOSE = "recovery code";
  private static final int RECOVERY_CODES = 10;
  private static final int RECOVERY_BYTES = 10; // 80 bits, 16 characters
  private static final int GROUP = 4;

  private final CodeHash hash;
  private final IntFunction<byte[]> random;
  private final Clock clock;

  /// @param key of the hashes of recovery codes
  /// @param random that many unguessable bytes
  public TwoFactors(byte[] key, IntFunction<byte[]> random, Clock clock) {
    hash = new CodeHash(key);
    this.random = random;
    this.clock = clock;
  }

  /// Whether signing in takes a code.
  public boolean areOn(Tx tx, long userId) {
    FactorRow row = tx.accounts().secondFactors().of(userId);
    return row != null && row.confirmed();
  }

  /// A new secret, to be confirmed by a code of it.
  public byte[] begin(Tx tx, long userId) {
    byte[] secret = random.apply(Totp.SECRET_BYTES);
    tx.accounts().secondFactors().begin(userId, secret);
    return secret;
  }

  /// Turns them on, where the code is one of the secret that waits for it.
  ///
  /// @return the recovery codes, which nobody can read again; none where the code is wrong
  public List<String> confirm(Tx tx, long userId, String code) {
    FactorRow row = tx.accounts().secondFactors().locked(userId);
    if (row == null || row.confirmed() || !useStep(tx, userId, row, code.strip())) {
      return List.of();
    }
    tx.accounts().secondFactors().confirm(userId);
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < RECOVERY_CODES; i++) {
      String plain = Base32.text(random.apply(RECOVERY_BYTES));
      tx.accounts().secondFactors().addRecoveryCode(userId, hash.of(PURPOSE, userId, plain));
      codes.add(String.join("-", plain.split("(?<=\\G.{" + GROUP + "})")));
    }
    return List.copyOf(codes);
  }

  /// Uses a code of the authenticator or a recovery code, where two factors are on.
  ///
  /// @return whether it was right; it is not any more
  public boolean use(Tx tx, long userId, String code) {
    FactorRow row = tx.accounts().secondFactors().locked(userId);
    if (row == null || !row.confirmed()) {
      return false;
    }
    String typed = code.strip();
    return Totp.isShape(typed)
        ? useStep(tx, userId, row, typed)
        : tx.accounts()
            .secondFactors()
            .useRecoveryCode(userId, hash.of(PURPOSE, userId, plain(typed)));
  }

  private boolean useStep(Tx tx, long userId, FactorRow row, String typed) {
    long step = Totp.step(row.secret(), typed, clock.millis(), row.lastStep());
    if (step < 0) {
      return false;
    }
    tx.accounts().secondFactors().setLastStep(userId, step);
    return true;
  }

  private static String plain(String typed) {
    return typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
  }

  /// Turns them off.
  ///
  /// @return whether they were on
  public boolean end(Tx tx, long userId) {
    return tx.accounts().secondFactors().remove(userId);
  }
}
