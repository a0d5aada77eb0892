package io.vestnik.code;

import io.vestnik.mail.CodeText;
import io.vestnik.mail.Kind;
import io.vestnik.mail.MailQueue;
import io.vestnik.model.Clock;
import io.vestnik.model.Email;
import io.vestnik.protocol.MailedCodeLimits;
import io.vestnik.store.Tx;
import io.vestnik.table.account.Account;
import io.vestnik.table.account.Codes;
import io.vestnik.table.account.Codes.CodeRow;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Mails codes and checks them. For who does not exist the same is done, in the rows of nobody, so
/// that neither the answer nor its time tells whether there is an account.
public final class MailedCodes {
  private static final int SEED_BYTES = 16;
  private static final int MOST_TRIES = 5;
  private static final long TRIES_MILLIS = Kind.CODE_LIFE.toMillis();
  private static final long SHORT_MILLIS = Duration.ofMinutes(15).toMillis();
  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

  private final byte[] key;
  private final CodeHash hash;
  private final IntFunction<byte[]> random;
  private final Clock clock;
  private final MailQueue mails;
  private final MailedCodeLimits limits;

  /// @param key of the codes' hashes
  /// @param random that many unguessable bytes
  public MailedCodes(
      byte[] key,
      IntFunction<byte[]> random,
      Clock clock,
      MailQueue mails,
      MailedCodeLimits limits) {
    this.key = key;
    hash = new CodeHash(key);
    this.random = random;
    this.clock = clock;
    this.mails = mails;
    this.limits = limits;
  }

  /// What a code is for.
  public enum Purpose {
    VERIFY(0),
    RECOVERY(1),
    /// No code: counts the notices of sign-ins.
    NEW_DEVICE(2),
    /// No code: counts all other notices to an address that is not verified.
    UNVERIFIED(3);

    final int number;

    Purpose(int number) {
      this.number = number;
    }
  }

  /// Mails a new code, which ends the one before. Where too many were mailed lately nothing is
  /// mailed, and the one before stays good.
  ///
  /// @param account null for who does not exist
  /// @param to where the code goes
  public void mail(Tx tx, Purpose purpose, @Nullable Account account, @Nullable Email to) {
    long asked = account == null ? Codes.NOBODY : account.id();
    CodeRow before = tx.accounts().codes().locked(asked, purpose.number);
    List<Long> times = lately(before.mailedTimes());
    boolean mailed = account != null && to != null && mayMail(times);
    long user = mailed ? asked : Codes.NOBODY;
    byte[] seed = random.apply(SEED_BYTES);
    byte[] code = hash.of(purpose.name(), user, CodeText.of(key, seed));
    long now = clock.millis();
    tx.accounts()
        .codes()
        .put(
            user,
            purpose.number,
            new CodeRow(
                code,
                mailed ? to : null,
                now + Kind.CODE_LIFE.toMillis(),
                mailed ? before.tries() : 0,
                mailed ? before.triedTime() : 0,
                mailed ? with(times, now) : List.of()));
    mails.addCode(tx, kind(purpose), recipient(mailed ? account : null, to), seed);
  }

  private static Kind kind(Purpose purpose) {
    return switch (purpose) {
      case VERIFY -> Kind.VERIFY;
      case RECOVERY -> Kind.RECOVERY;
      case NEW_DEVICE, UNVERIFIED -> throw new IllegalArgumentException(purpose + " has no code");
    };
  }

  private static MailQueue.To recipient(@Nullable Account account, @Nullable Email to) {
    return account == null || to == null
        ? new MailQueue.To(null, "", "en")
        : new MailQueue.To(to.deliverable(), account.username(), account.language());
  }

  /// Notes that a mail without a code goes out, if one more may.
  public boolean mayNotify(Tx tx, Purpose purpose, long userId) {
    CodeRow before = tx.accounts().codes().locked(userId, purpose.number);
    List<Long> times = lately(before.mailedTimes());
    if (!mayMail(times)) {
      return false;
    }
    tx.accounts()
        .codes()
        .put(userId, purpose.number, new CodeRow(null, null, 0, 0, 0, with(times, clock.millis())));
    return true;
  }

  private List<Long> lately(List<Long> times) {
    long since = clock.millis() - DAY_MILLIS;
    return times.stream().filter(time -> time > since).toList();
  }

  private boolean mayMail(List<Long> times) {
    long since = clock.millis() - SHORT_MILLIS;
    return times.size() < limits.perDay()
        && times.stream().filter(time -> time > since).count() < limits.per15Minutes();
  }

  private static List<Long> with(List<Long> times, long now) {
    List<Long> all = new ArrayList<>(times);
    all.add(now);
    return all;
  }

  /// What a code turned out to be.
  ///
  /// @param email the address that a right one was mailed to
  public record Tried(boolean right, @Nullable Email email) {}

  /// Tries a code. A right one stays good until [#end].
  ///
  /// @param userId [Codes#NOBODY] for who does not exist
  public Tried attempt(Tx tx, Purpose purpose, long userId, String typed) {
    CodeRow row = tx.accounts().codes().locked(userId, purpose.number);
    long now = clock.millis();
    byte[] expected = row.hash() == null ? new byte[32] : row.hash();
    boolean equal = MessageDigest.isEqual(expected, hash.of(purpose.name(), userId, typed));
    int tries = now - row.triedTime() >= TRIES_MILLIS ? 0 : row.tries();
    boolean exhausted = tries >= MOST_TRIES;
    boolean right =
        equal
            && !exhausted
            && row.hash() != null
            && userId != Codes.NOBODY
            && now < row.expiresTime();
    boolean counted = !right && !exhausted;
    // Written in any case: only then the disk takes as long for all.
    tx.accounts()
        .codes()
        .put(
            userId,
            purpose.number,
            new CodeRow(
                row.hash(),
                row.email(),
                row.expiresTime(),
                counted ? tries + 1 : tries,
                counted ? now : row.triedTime(),
                row.mailedTimes()));
    return new Tried(right, right ? row.email() : null);
  }

  /// The code is used, or no longer wanted.
  public void end(Tx tx, Purpose purpose, long userId) {
    tx.accounts().codes().end(userId, purpose.number);
  }
}
