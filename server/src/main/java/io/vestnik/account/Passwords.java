package io.vestnik.account;

import io.vestnik.protocol.Rejection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;
import rocks.xmpp.precis.PrecisProfiles;

/// Hashes passwords and checks them: Argon2id at the OWASP parameters, on a few threads of its own,
/// so that a rush of sign-ins slows nothing else down (protocol §3). Its methods block, and may be
/// called by any number of virtual threads.
///
/// A password counts in its PRECIS OpaqueString form (RFC 8265 §4: other spaces are spaces, NFC),
/// so that it is the same on every keyboard. One that the profile refuses (joined emoji, say)
/// counts as it is, in UTF-8.
public final class Passwords implements AutoCloseable {
  /// The fewest code points of a new password.
  public static final int MIN_LENGTH = 8;

  /// The most code points of a new password.
  public static final int MAX_LENGTH = 128;

  private static final int MAX_CHECKED_LENGTH = 1_024;
  private static final int MAX_WAITING = 1_024;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final PasswordHash.Cost COST = new PasswordHash.Cost(19_456, 2, 1);
  private static final PasswordHash.Cost PRACTICE = new PasswordHash.Cost(4_096, 2, 1);

  private final Semaphore places;
  private final Semaphore turns;
  private final long patienceNanos;
  private final Secrets secrets;
  private final Derivation derivation;
  private final ExecutorService pool;
  private final PasswordHash nobodysHash;

  /// Hashes on that many threads, each of which takes 19 MiB while it does.
  ///
  /// @param patience how long a password waits for a free thread before it is refused
  public Passwords(int threads, Duration patience, Secrets secrets) {
    this(threads, MAX_WAITING, patience, secrets, Passwords::argon2id);
  }

  Passwords(int threads, int waiting, Duration patience, Secrets secrets, Derivation derivation) {
    this.places = new Semaphore(threads + waiting);
    this.turns = new Semaphore(threads, true);
    this.patienceNanos = patience.toNanos();
    this.secrets = secrets;
    this.derivation = derivation;
    this.pool =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().name("password-", 0).daemon().factory());
    this.nobodysHash = PasswordHash.of(COST, secrets.bytes(SALT_BYTES), secrets.bytes(HASH_BYTES));
  }

  /// Checks the length of a new password in the form that counts; there are no other rules.
  ///
  /// @throws Rejection `range` under 8 code points, `tooLong` over 128
  public static void checkNew(String field, String password) {
    String counts = isTooLong(password) ? password : opaque(password);
    int length = counts.codePointCount(0, counts.length());
    if (length < MIN_LENGTH) {
      throw Rejection.range(
          field, field + " must have " + MIN_LENGTH + " to " + MAX_LENGTH + " characters.");
    }
    if (length > MAX_LENGTH) {
      throw Rejection.tooLong(field, MAX_LENGTH);
    }
  }

  /// The password's hash with a salt of its own, as a PHC string (97 characters).
  ///
  /// @param password one that `checkNew` let pass
  /// @throws Rejection `overloaded` if no thread was free in time; nothing was hashed
  /// @throws IllegalArgumentException for a password so long that it would never match
  public String hash(String password) {
    if (isTooLong(password)) {
      throw new IllegalArgumentException("A password of over 1,024 code points is not hashed.");
    }
    byte[] salt = secrets.bytes(SALT_BYTES);
    byte[] hash = derive(password, salt, COST, HASH_BYTES);
    return PasswordHash.of(COST, salt, hash).toString();
  }

  /// Loads what hashing needs, in a part of the memory that a password's hash takes. Blocks as
  /// hashing does.
  ///
  /// @throws Rejection `overloaded` if no thread was free in time
  public void warmUp() {
    byte[] hash = derive("practice", nobodysHash.saltBytes(), PRACTICE, HASH_BYTES);
    Arrays.fill(hash, (byte) 0);
  }

  /// Whether this is the password of that hash. Without a hash, and for a password of over 1,024
  /// code points, it works as long and says no, so that its time tells nothing of whether an
  /// account exists.
  ///
  /// @param stored what `hash` gave, or a PHC string of Argon2id with other parameters
  /// @throws Rejection `overloaded` if no thread was free in time; nothing was checked
  /// @throws IllegalArgumentException if what is stored cannot be read
  public boolean matches(String password, @Nullable String stored) {
    PasswordHash target = stored == null ? nobodysHash : PasswordHash.parse(stored);
    boolean tooLong = isTooLong(password);
    byte[] expected = target.hashBytes();
    byte[] actual =
        derive(tooLong ? "" : password, target.saltBytes(), target.cost(), expected.length);
    boolean equal = MessageDigest.isEqual(expected, actual);
    return equal && !tooLong && stored != null;
  }

  /// Whether a hash was made otherwise than `hash` would make it now. The time to make it anew is
  /// when its password has just been checked.
  public boolean needsRehash(String stored) {
    try {
      PasswordHash parsed = PasswordHash.parse(stored);
      return !parsed.cost().equals(COST)
          || parsed.saltBytes().length != SALT_BYTES
          || parsed.hashBytes().length != HASH_BYTES;
    } catch (IllegalArgumentException unreadable) {
      return true;
    }
  }

  /// Lets what is being hashed finish; whatever waits or comes later is refused as `overloaded`.
  @Override
  public void close() {
    pool.close();
  }

  private static boolean isTooLong(String password) {
    return password.length() > 2 * MAX_CHECKED_LENGTH
        || password.codePointCount(0, password.length()) > MAX_CHECKED_LENGTH;
  }

  private byte[] derive(String password, byte[] salt, PasswordHash.Cost cost, int length) {
    return inTurn(() -> {
      byte[] secret = opaque(password).getBytes(StandardCharsets.UTF_8);
      try {
        return derivation.derive(secret, salt, cost, length);
      } finally {
        Arrays.fill(secret, (byte) 0);
      }
    });
  }

  private static String opaque(String password) {
    try {
      return PrecisProfiles.OPAQUE_STRING.enforce(password);
    } catch (IllegalArgumentException refused) {
      return password;
    }
  }

  /// Works on the pool. Who waits holds neither a thread nor memory of it, and their number is
  /// bounded; the pool's own queue stays empty, for there are as many turns as threads.
  private byte[] inTurn(Supplier<byte[]> work) {
    if (!places.tryAcquire()) {
      throw overloaded();
    }
    try {
      if (!turns.tryAcquire(patienceNanos, TimeUnit.NANOSECONDS)) {
        throw overloaded();
      }
      try {
        return CompletableFuture.supplyAsync(work, pool).join();
      } finally {
        turns.release();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw overloaded();
    } catch (RejectedExecutionException closed) {
      throw overloaded();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    } finally {
      places.release();
    }
  }

  private static Rejection overloaded() {
    return Rejection.overloaded("Too many passwords wait to be hashed; nothing was done.");
  }

  private static byte[] argon2id(byte[] password, byte[] salt, PasswordHash.Cost cost, int length) {
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKibibytes())
            .withIterations(cost.passes())
            .withParallelism(cost.lanes())
            .withSalt(salt)
            .build());
    byte[] hash = new byte[length];
    generator.generateBytes(password, hash);
    return hash;
  }

  /// Makes a hash of a password; in tests something that can be counted and stopped.
  interface Derivation {
    byte[] derive(byte[] password, byte[] salt, PasswordHash.Cost cost, int length);
  }
}
