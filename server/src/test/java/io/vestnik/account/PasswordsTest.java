package io.vestnik.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vestnik.model.TokenHash;
import io.vestnik.protocol.ErrorCode;
import io.vestnik.protocol.Rejection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
class PasswordsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Test
  void hashesInThePhcFormatAndFindsThePasswordAgain() {
    try (var passwords = new Passwords(1, PATIENCE, Secrets.ofSystem())) {
      String stored = passwords.hash("correct horse");
      assertThat(stored)
          .hasSize(97)
          .matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[\\w+/]{22}\\$[\\w+/]{43}");
      assertThat(passwords.matches("correct horse", stored)).isTrue();
      assertThat(passwords.matches("correct horsE", stored)).isFalse();
      assertThat(passwords.matches("", stored)).isFalse();
      assertThat(passwords.hash("correct horse")).isNotEqualTo(stored);
      assertThat(passwords.needsRehash(stored)).isFalse();
    }
  }

  /// From the tests of the reference implementation (P-H-C/phc-winner-argon2, test.c).
  @ParameterizedTest
  @ValueSource(
      strings = {
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
      })
  void checksHashesWithOtherParameters(String stored) {
    try (var passwords = new Passwords(1, PATIENCE, Secrets.ofSystem())) {
      assertThat(passwords.matches("password", stored)).isTrue();
      assertThat(passwords.matches("passwore", stored)).isFalse();
      assertThat(passwords.needsRehash(stored)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "password",
        "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi4",
        "$argon2id$v=19$m=256,t=0,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=2,p=99$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi",
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4=",
      })
  void readsNothingElse(String stored) {
    try (var bench = new Bench(1, 0, PATIENCE)) {
      assertThat(bench.passwords.needsRehash(stored)).isTrue();
      assertThatThrownBy(() -> bench.passwords.matches("password", stored))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("c29t");
      assertThat(bench.hashes).hasValue(0);
    }
  }

  @Test
  void worksAsMuchForAnAccountThatDoesNotExist() {
    try (var bench = new Bench(1, 0, PATIENCE)) {
      String stored = bench.passwords.hash("correct horse");
      bench.passwords.matches("correct horse", stored);
      assertThat(bench.passwords.matches("correct horse", null)).isFalse();
      assertThat(bench.hashes).hasValue(3);
      assertThat(bench.costs).containsOnly(new PasswordHash.Cost(19_456, 2, 1));
    }
  }

  @Test
  void warmsUpWithLittleMemory() {
    try (var bench = new Bench(1, 0, PATIENCE)) {
      bench.passwords.warmUp();
      assertThat(bench.costs)
          .singleElement()
          .satisfies(cost -> assertThat(cost.memoryKibibytes()).isLessThan(19_456 / 4));
    }
  }

  @Test
  void neverMatchesAnOverlongPasswordButWorksAsMuch() {
    try (var bench = new Bench(1, 0, PATIENCE)) {
      String empty = bench.passwords.hash("");
      assertThat(bench.passwords.matches("x".repeat(1_025), empty)).isFalse();
      assertThat(bench.passwords.matches("x".repeat(1 << 20), empty)).isFalse();
      assertThat(bench.passwords.matches("", empty)).isTrue();
      assertThat(bench.hashes).hasValue(4);

      String longest = "😀".repeat(1_024);
      assertThat(bench.passwords.matches(longest, bench.passwords.hash(longest))).isTrue();
      assertThatThrownBy(() -> bench.passwords.hash(longest + "x"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void takesAPasswordInItsOpaqueStringForm() {
    try (var bench = new Bench(1, 0, PATIENCE)) {
      String stored = bench.passwords.hash("cafe\u0301\u00a0parole");
      assertThat(bench.passwords.matches("caf\u00e9 parole", stored)).isTrue();
      assertThat(bench.passwords.matches("CAF\u00c9 parole", stored)).isFalse();
      // A joined emoji is refused by the profile, and still a password.
      String family = "👨\u200d👩\u200d👧 cafe\u0301";
      String kept = bench.passwords.hash(family);
      assertThat(bench.passwords.matches(family, kept)).isTrue();
      assertThat(bench.passwords.matches("👨👩👧 cafe\u0301", kept)).isFalse();
    }
  }

  @Test
  void clearsTheBytesOfAPassword() {
    try (var bench = new Bench(1, 0, PATIENCE)) {
      bench.passwords.matches("correct horse", bench.passwords.hash("correct horse"));
      assertThat(bench.seen).hasSize(2).allSatisfy(bytes -> assertThat(bytes).containsOnly(0));
    }
  }

  @Test
  void refusesWhatWaitsLongerThanItsPatience() throws Exception {
    try (var bench = new Bench(1, 5, Duration.ofMillis(1));
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = bench.occupy(callers);
      assertThat(overloaded(() -> bench.passwords.hash("second one"))).isNotNull();
      assertThat(overloaded(() -> bench.passwords.matches("second one", null))).isNotNull();
      bench.gate.countDown();
      assertThat(first.get()).startsWith("$argon2id$");
      assertThat(bench.hashes).as("the refused were never hashed").hasValue(1);
      assertThat(bench.passwords.hash("and it works on")).isNotNull();
    }
  }

  @Test
  void refusesAtOnceWhenTooManyWait() throws Exception {
    try (var bench = new Bench(1, 0, PATIENCE);
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = bench.occupy(callers);
      assertThat(overloaded(() -> bench.passwords.hash("second one"))).isNotNull();
      bench.gate.countDown();
      first.get();
      assertThat(bench.hashes).hasValue(1);
    }
  }

  @Test
  void servesAllWhoWaitInTime() throws Exception {
    try (var bench = new Bench(2, 50, PATIENCE);
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
      bench.occupy(callers);
      for (int caller = 0; caller < 50; caller++) {
        waiting.add(
            CompletableFuture.supplyAsync(() -> bench.passwords.matches("any", null), callers));
      }
      bench.gate.countDown();
      for (var answer : waiting) {
        assertThat(answer.get()).isFalse();
      }
      assertThat(bench.hashes).hasValue(51);
      assertThat(bench.most).hasValueLessThanOrEqualTo(2);
      assertThat(bench.threads).allMatch(name -> name.startsWith("password-"));
    }
  }

  @Test
  void refusesAfterClosing() {
    var bench = new Bench(1, 0, PATIENCE);
    bench.close();
    assertThat(overloaded(() -> bench.passwords.hash("too late"))).isNotNull();
    assertThat(bench.hashes).hasValue(0);
  }

  @Test
  void givesTheTurnBackWhenHashingFails() {
    try (var passwords =
        new Passwords(
            1,
            0,
            PATIENCE,
            Secrets.ofSystem(),
            (_, _, _, _) -> {
              throw new IllegalStateException("no memory");
            })) {
      for (int attempt = 0; attempt < 3; attempt++) {
        assertThatThrownBy(() -> passwords.hash("correct horse"))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("no memory");
      }
    }
  }

  @Test
  void boundsNewPasswordsOnly() {
    Passwords.checkNew("new_password", "😀".repeat(8));
    Passwords.checkNew("new_password", "😀".repeat(128));
    Passwords.checkNew("new_password", " ".repeat(8));
    var shorter =
        catchThrowableOfType(
            Rejection.class, () -> Passwords.checkNew("new_password", "😀".repeat(7)));
    assertThat(shorter.code()).isEqualTo(ErrorCode.RANGE);
    assertThat(shorter.field()).isEqualTo("new_password");
    assertThat(shorter.message()).contains("8 to 128");
    var composed =
        catchThrowableOfType(
            Rejection.class, () -> Passwords.checkNew("new_password", "e\u0301".repeat(7)));
    assertThat(composed.code()).isEqualTo(ErrorCode.RANGE);
    var longer =
        catchThrowableOfType(
            Rejection.class, () -> Passwords.checkNew("new_password", "😀".repeat(129)));
    assertThat(longer.code()).isEqualTo(ErrorCode.TOO_LONG);
  }

  private static Rejection overloaded(Runnable call) {
    var refusal = catchThrowableOfType(Rejection.class, call::run);
    assertThat(refusal).isNotNull();
    assertThat(refusal.code()).isEqualTo(ErrorCode.OVERLOADED);
    return refusal;
  }

  /// Passwords with a hash that is cheap, counted, and stopped by a gate when asked to.
  private static final class Bench implements AutoCloseable {
    final AtomicInteger hashes = new AtomicInteger();
    final AtomicInteger running = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    final List<byte[]> seen = Collections.synchronizedList(new ArrayList<>());
    final List<PasswordHash.Cost> costs = Collections.synchronizedList(new ArrayList<>());
    final List<String> threads = Collections.synchronizedList(new ArrayList<>());
    final CountDownLatch gate = new CountDownLatch(1);
    final CountDownLatch entered = new CountDownLatch(1);
    volatile boolean gated;
    final Passwords passwords;

    Bench(int threads, int waiting, Duration patience) {
      passwords = new Passwords(threads, waiting, patience, Secrets.ofSystem(), this::derive);
    }

    /// Returns once a password is being hashed that will not be done before the gate opens.
    CompletableFuture<String> occupy(Executor caller) throws InterruptedException {
      gated = true;
      var first = CompletableFuture.supplyAsync(() -> passwords.hash("first one"), caller);
      entered.await();
      return first;
    }

    private byte[] derive(byte[] password, byte[] salt, PasswordHash.Cost cost, int length) {
      hashes.incrementAndGet();
      most.accumulateAndGet(running.incrementAndGet(), Math::max);
      seen.add(password);
      costs.add(cost);
      threads.add(Thread.currentThread().getName());
      entered.countDown();
      if (gated) {
        try {
          gate.await();
        } catch (InterruptedException stopped) {
          throw new IllegalStateException(stopped);
        }
      }
      running.decrementAndGet();
      var salted = new String(password, StandardCharsets.UTF_8) + Arrays.toString(salt);
      return Arrays.copyOf(TokenHash.of(salted).bytes(), length);
    }

    @Override
    public void close() {
      gate.countDown();
      passwords.close();
    }
  }
}
