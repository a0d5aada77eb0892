package io.vestnik.account;

import io.vestnik.mode.Buckets;
import io.vestnik.mode.Network;
import io.vestnik.model.Clock;
import io.vestnik.model.Session;
import io.vestnik.protocol.Limits;
import io.vestnik.protocol.Rejection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Counts wrong passwords and codes, and slows guessing down (protocol §2). Right ones never count,
/// and live sessions are never touched. No more guesses are looked at at a time than may be wrong.
public final class WrongPasswords {
  private static final String WHAT = "wrong passwords or codes";

  private final Buckets perAccountAndAddress;
  private final Buckets perSession;
  private final Buckets perAccount;
  private final Buckets perAddress;
  private final long patienceNanos;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final Map<Guess, Integer> open = new HashMap<>();

  public WrongPasswords(Limits limits, Clock clock) {
    perAccountAndAddress = new Buckets(WHAT, limits.wrongPerAccountAndAddress(), clock);
    perSession = new Buckets(WHAT, limits.wrongPerAccountAndAddress(), clock);
    perAccount = new Buckets(WHAT, limits.wrongPerAccount(), clock);
    perAddress = new Buckets(WHAT, limits.wrongPerAddress(), clock);
    patienceNanos = TimeUnit.MILLISECONDS.toNanos(limits.passwordWaitMs());
  }

  private record Guess(Buckets limit, Object key) {}

  /// What `check` says of a password. Refuses with 429 where too many were wrong, and waits where
  /// those that are being checked may turn out to be too many.
  ///
  /// @param account as asked for, whether it exists or not
  /// @param address null where it is not known: the limits per address are off then
  boolean isRight(String account, @Nullable String address, BooleanSupplier check) {
    return isRight(List.of(account), address, check);
  }

  /// The same of an account that is counted by several names.
  boolean isRight(List<String> accounts, @Nullable String address, BooleanSupplier check) {
    return attempt(accounts, address, check::getAsBoolean, right -> right);
  }

  /// The same of who is signed in: counted is what this session has tried, and nothing else, so
  /// that nobody from outside keeps a user from changing their password.
  boolean isRightIn(Session session, BooleanSupplier check) {
    return attempt(
        List.of(new Guess(perSession, session.id())), check::getAsBoolean, right -> right);
  }

  /// The same where a check gives more than yes or no.
  <T> T attempt(
      List<String> accounts, @Nullable String address, Supplier<T> check, Predicate<T> isRight) {
    return attempt(guesses(accounts, address), check, isRight);
  }

  private <T> T attempt(List<Guess> guesses, Supplier<T> check, Predicate<T> isRight) {
    begin(guesses);
    boolean wrong = false;
    try {
      T outcome = check.get();
      wrong = !isRight.test(outcome);
      return outcome;
    } finally {
      end(guesses, wrong);
    }
  }

  private List<Guess> guesses(List<String> accounts, @Nullable String address) {
    List<Guess> guesses = new ArrayList<>();
    String network = address == null ? null : Network.of(address);
    for (String account : accounts) {
      guesses.add(new Guess(perAccount, account));
      if (network != null) {
        guesses.add(new Guess(perAccountAndAddress, List.of(account, network)));
      }
    }
    if (network != null) {
      guesses.add(new Guess(perAddress, network));
    }
    return guesses;
  }

  private void begin(List<Guess> guesses) {
    lock.lock();
    try {
      long leftNanos = patienceNanos;
      while (!hasRoom(guesses)) {
        if (leftNanos <= 0) {
          throw overloaded();
        }
        leftNanos = ended.awaitNanos(leftNanos);
      }
      guesses.forEach(guess -> open.merge(guess, 1, Integer::sum));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw overloaded();
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoom(List<Guess> guesses) {
    for (Guess guess : guesses) {
      Rejection refusal = guess.limit.wouldRefuse(guess.key);
      if (refusal != null) {
        throw refusal;
      }
    }
    return guesses.stream().allMatch(g -> open.getOrDefault(g, 0) < g.limit.left(g.key));
  }

  private void end(List<Guess> guesses, boolean wrong) {
    lock.lock();
    try {
      for (Guess guess : guesses) {
        open.computeIfPresent(guess, (_, count) -> count == 1 ? null : count - 1);
        if (wrong) {
          guess.limit.take(guess.key);
        }
      }
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static Rejection overloaded() {
    return Rejection.overloaded("Too many passwords wait to be checked; nothing was done.");
  }
}
