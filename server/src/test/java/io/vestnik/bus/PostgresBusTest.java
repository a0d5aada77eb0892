package io.vestnik.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Pair;
import io.vestnik.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The bus in a real PostgreSQL.
class PostgresBusTest extends BusContract {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static String database;

  private final String dataset = "data " + NUMBER.incrementAndGet();

  @BeforeAll
  static void startIt() {
    database = TestPostgres.empty();
  }

  @AfterAll
  static void stopIt() {
    TestPostgres.drop(database);
  }

  private static Bus end(String dataset) {
    return Buses.overPostgres(
        TestPostgres.settings(database).url(), dataset, "end" + NUMBER.incrementAndGet());
  }

  @Override
  Bus end() {
    return end(dataset);
  }

  private static void cutAll(String channel) {
    TestPostgres.run(
        database,
        "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%"
            + channel
            + "%' and pid <> pg_backend_pid()");
  }

  @Test
  void whoseConnectionIsCutIsToldOfALossAndHearsOn() {
    try (Bus one = end();
        Bus other = end()) {
      List<Bus.Heard> heard = new CopyOnWriteArrayList<>();
      other.listen(heard::add);
      one.publish("before");
      Pair.eventually(() -> assertThat(heard).containsExactly(new Bus.Text("before")));
      cutAll(Channel.of(dataset));
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> {
            one.publish("after");
            return heard.contains(new Bus.Text("after"));
          });
      assertThat(heard.indexOf(new Bus.Loss())).isBetween(1, heard.indexOf(new Bus.Text("after")));
    }
  }

  @Test
  void aNewIdOfTheDataIsFollowed() {
    String renewed = dataset + " renewed";
    try (Bus one = end();
        Bus other = end();
        Bus late = end(renewed)) {
      List<Bus.Heard> heard = new CopyOnWriteArrayList<>();
      List<Bus.Heard> lates = new CopyOnWriteArrayList<>();
      other.listen(heard::add);
      late.listen(lates::add);
      one.join(renewed);
      other.join(renewed);
      Pair.eventually(() -> {
        one.publish("found");
        assertThat(heard).contains(new Bus.Loss(), new Bus.Text("found"));
        assertThat(lates).contains(new Bus.Text("found"));
      });
    }
  }

  @Test
  void installationsInOneDatabaseServerDoNotHearEachOther() {
    try (Bus one = end();
        Bus same = end();
        Bus stranger = end("another")) {
      List<Bus.Heard> heard = new CopyOnWriteArrayList<>();
      List<Bus.Heard> strange = new CopyOnWriteArrayList<>();
      same.listen(heard::add);
      stranger.listen(strange::add);
      one.publish("text");
      Pair.eventually(() -> assertThat(heard).containsExactly(new Bus.Text("text")));
      assertThat(strange).isEmpty();
    }
  }
}
