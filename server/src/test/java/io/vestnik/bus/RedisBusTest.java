package io.vestnik.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Pair;
import io.vestnik.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The bus in a real Redis.
class RedisBusTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static Bus end(String url, String dataset) {
    return Buses.overRedis(RedisUrl.parse(url, null), dataset, "end" + NUMBER.incrementAndGet());
  }

  private static void awaitHeard(Bus from, List<Bus.Heard> heard, String text) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> {
          from.publish(text);
          return heard.contains(new Bus.Text(text));
        });
  }

  @Nested
  class Single extends BusContract {
    private static TestRedis redis;
    private final String dataset = "data " + NUMBER.incrementAndGet();

    @BeforeAll
    static void startIt() {
      redis = TestRedis.start();
    }

    @AfterAll
    static void stopIt() {
      redis.close();
    }

    @Override
    Bus end() {
      return RedisBusTest.end(redis.url(), dataset);
    }

    @Test
    void whenRedisIsKilledALossIsToldAndLaterTextsArrive() {
      try (Bus one = end();
          Bus other = end()) {
        List<Bus.Heard> heard = new CopyOnWriteArrayList<>();
        other.listen(heard::add);
        one.publish("before");
        Pair.eventually(() -> assertThat(heard).containsExactly(new Bus.Text("before")));
        redis.kill();
        one.publish("lost");
        redis.startAgain();
        awaitHeard(one, heard, "after");
        assertThat(heard.indexOf(new Bus.Loss()))
            .isBetween(1, heard.indexOf(new Bus.Text("after")));
        assertThat(heard).doesNotContain(new Bus.Text("lost"));
      }
    }

    @Test
    void oneThatIsAwayAtFirstComesLater() {
      redis.kill();
      try (Bus one = end();
          Bus other = end()) {
        List<Bus.Heard> heard = new CopyOnWriteArrayList<>();
        other.listen(heard::add);
        redis.startAgain();
        awaitHeard(one, heard, "after");
        assertThat(heard.getFirst()).isEqualTo(new Bus.Loss());
      }
    }

    @Test
    void installationsInOneRedisDoNotHearEachOther() {
      try (Bus one = end();
          Bus same = end();
          Bus stranger = RedisBusTest.end(redis.url(), "another")) {
        List<Bus.Heard> heard = new CopyOnWriteArrayList<>();
        List<Bus.Heard> strange = new CopyOnWriteArrayList<>();
        same.listen(heard::add);
        stranger.listen(strange::add);
        one.publish("text");
        Pair.eventually(() -> assertThat(heard).containsExactly(new Bus.Text("text")));
        assertThat(strange).isEmpty();
      }
    }

    /// The rights are those that the operator's page names.
    @Test
    void aUserWithTheRightsThatItNeedsWillDo() {
      String rights = "+@connection +publish +subscribe +spublish +ssubscribe +info +cluster|slots";
      if (redis.version() < 7) {
        rights = "+@connection +publish +subscribe +info +cluster|slots";
      }
      String answer =
          redis.ask("ACL SETUSER vestnik on >secret resetchannels &vestnik_* -@all " + rights);
      assertThat(answer).startsWith("+OK");
      String url = "redis://vestnik@127.0.0.1:" + redis.port();
      try (Bus one = Buses.overRedis(RedisUrl.parse(url, "secret"), dataset, "one");
          Bus other = Buses.overRedis(RedisUrl.parse(url, "secret"), dataset, "other")) {
        List<Bus.Heard> heard = new CopyOnWriteArrayList<>();
        other.listen(heard::add);
        one.publish("text");
        Pair.eventually(() -> assertThat(heard).containsExactly(new Bus.Text("text")));
      }
    }

    @Test
    void aPasswordIsGiven() {
      try (TestRedis guarded = TestRedis.start("--requirepass", "secret")) {
        String place = "127.0.0.1:" + guarded.port();
        String dataset = "guarded";
        try (Bus one = RedisBusTest.end("redis://:secret@" + place, dataset);
            Bus other = RedisBusTest.end("redis://default:secret@" + place, dataset)) {
          List<Bus.Heard> heard = new CopyOnWriteArrayList<>();
          other.listen(heard::add);
          one.publish("text");
          Pair.eventually(() -> assertThat(heard).containsExactly(new Bus.Text("text")));
        }
      }
    }
  }

  /// Each test's channel has a slot of its own, at either node; one node is named.
  @Nested
  class Cluster extends BusContract {
    private static List<TestRedis> nodes;
    private final String dataset = "data " + NUMBER.incrementAndGet();

    @BeforeAll
    static void startIt() {
      nodes = TestRedis.cluster();
    }

    @AfterAll
    static void stopIt() {
      nodes.forEach(TestRedis::close);
    }

    @Override
    Bus end() {
      return RedisBusTest.end(nodes.getFirst().url(), dataset);
    }

    @Test
    void whatIsPublishedStaysInTheShardWhereThereIsOne() {
      try (Bus one = end()) {
        one.publish("text");
        String sharded =
            nodes.stream().map(node -> node.ask("PUBSUB SHARDCHANNELS")).toList().toString();
        assertThat(sharded.contains(Channel.of(dataset)))
            .isEqualTo(nodes.getFirst().version() >= 7);
      }
    }
  }

  @Nested
  class Sentinel extends BusContract {
    private static TestRedis primary;
    private static TestRedis sentinel;
    private final String dataset = "data " + NUMBER.incrementAndGet();

    @BeforeAll
    static void startIt() {
      primary = TestRedis.start();
      sentinel = TestRedis.sentinelOf(primary);
    }

    @AfterAll
    static void stopIt() {
      sentinel.close();
      primary.close();
    }

    @Override
    Bus end() {
      return RedisBusTest.end("redis-sentinel://127.0.0.1:" + sentinel.port() + "#main", dataset);
    }
  }

  @Test
  @Tag("long")
  void whenThePrimaryDiesTheBusGoesOnByTheOneThatSentinelPromotes() {
    try (TestRedis primary = TestRedis.start();
        TestRedis replica = TestRedis.start("--replicaof", "127.0.0.1", "" + primary.port());
        TestRedis sentinel = TestRedis.sentinelOf(primary)) {
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> sentinel.ask("SENTINEL replicas main").contains("" + replica.port()));
      String url = "redis-sentinel://127.0.0.1:" + sentinel.port() + "#main";
      String dataset = "sentinel";
      try (Bus one = end(url, dataset);
          Bus other = end(url, dataset)) {
        List<Bus.Heard> heard = new CopyOnWriteArrayList<>();
        other.listen(heard::add);
        awaitHeard(one, heard, "before");
        primary.kill();
        awaitHeard(one, heard, "after");
        assertThat(heard).contains(new Bus.Loss());
        assertThat(replica.ask("ROLE")).contains("master");
      }
    }
  }
}
