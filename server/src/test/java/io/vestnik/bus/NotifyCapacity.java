package io.vestnik.bus;

import io.vestnik.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// How much the bus by NOTIFY carries, against bare NOTIFY on the same database in the same run. No
/// test: it holds nothing, and runs where it is named (decision 0018 has its figures).
class NotifyCapacity {
  private static final int SECONDS = 4;
  private static final int[] RATES = {1_000, 5_000, 20_000, 50_000, 100_000, 200_000, 400_000};

  // As long as the letter of a commit of one message, beside the number in front.
  private static final String LETTER = "x".repeat(60);

  private static String database;

  @BeforeAll
  static void start() {
    database = TestPostgres.empty();
  }

  @AfterAll
  static void stop() {
    TestPostgres.drop(database);
  }

  private static Bus end(String name) {
    return Buses.overPostgres(TestPostgres.settings(database).url(), "data", name);
  }

  /// Statements a second, one after the other.
  private static long direct(String sql, String payload) throws SQLException {
    try (Connection connection = TestPostgres.connect(database);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      connection.createStatement().execute("set synchronous_commit = off");
      long begin = System.nanoTime();
      int count = 0;
      while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(SECONDS)) {
        statement.setString(1, payload);
        statement.execute();
        count++;
      }
      return count / SECONDS;
    }
  }

  @Test
  void bareNotify() throws SQLException {
    for (int length : new int[] {60, 7_900}) {
      String payload = "x".repeat(length);
      System.out.printf(
          "payload of %,d: select %,d/s, NOTIFY %,d/s%n",
          length,
          direct("select length(?)", payload),
          direct("select pg_notify('nobody', ?)", payload));
    }
  }

  /// What came of what was published at one rate.
  private static final class Ear implements Bus.Listener {
    final AtomicInteger texts = new AtomicInteger();
    final AtomicInteger losses = new AtomicInteger();
    final long[] delays = new long[SECONDS * RATES[RATES.length - 1]];
    volatile boolean ended;

    @Override
    public void hear(Bus.Heard heard) {
      switch (heard) {
        case Bus.Loss() -> losses.incrementAndGet();
        case Bus.Text(String text) when text.equals("end") -> ended = true;
        case Bus.Text(String text) -> {
          long sent = Long.parseLong(text.substring(0, text.indexOf(' ')));
          delays[texts.getAndIncrement()] = System.nanoTime() - sent;
        }
      }
    }

    String delay(double share) {
      long[] sorted = Arrays.copyOf(delays, texts.get());
      Arrays.sort(sorted);
      return sorted.length == 0
          ? "-"
          : "%.1f ms".formatted(sorted[(int) (share * (sorted.length - 1))] / 1e6);
    }
  }

  @Test
  void relayed() {
    for (int rate : RATES) {
      try (Bus one = end("one");
          Bus other = end("other")) {
        Ear ear = new Ear();
        other.listen(ear);
        int published = publish(one, rate);
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> {
              one.publish("end");
              return ear.ended;
            });
        System.out.printf(
            "%,d a second asked for, %,d published: %.2f %% came, %d losses told,"
                + " delay p50 %s, p99 %s%n",
            rate,
            published / SECONDS,
            100.0 * ear.texts.get() / published,
            ear.losses.get(),
            ear.delay(0.5),
            ear.delay(0.99));
      }
    }
  }

  // In steps of a millisecond; fewer where this machine does not keep up.
  private static int publish(Bus bus, int rate) {
    long begin = System.nanoTime();
    int count = 0;
    for (long now = begin;
        now - begin < TimeUnit.SECONDS.toNanos(SECONDS);
        now = System.nanoTime()) {
      long due = (now - begin) * rate / TimeUnit.SECONDS.toNanos(1);
      for (; count < due; count++) {
        bus.publish(System.nanoTime() + " " + LETTER);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    return count;
  }
}
