package io.vestnik.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.ChildServer;
import io.vestnik.Opened;
import io.vestnik.TestPostgres;
import io.vestnik.TestRedis;
import io.vestnik.wire.Event;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Promise 5 again, with processes on a real PostgreSQL, which are killed, and so is what they hear
/// each other by. Nothing else makes them a cluster but that they have one database.
@Tag("once")
class ManyServersProcessTest {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private static String database;
  private static Processes processes;
  private static ChildServer stays;

  @AutoClose private final Opened opened = new Opened();

  @BeforeAll
  static void startOne() {
    database = TestPostgres.fresh();
    processes = new Processes(url(database));
    stays = processes.start();
  }

  @AfterAll
  static void stopAll() {
    processes.close();
    TestPostgres.drop(database);
  }

  private static String url(String name) {
    return "postgresql://postgres@127.0.0.1:" + TestPostgres.port() + "/" + name;
  }

  private Talk newcomer(ChildServer server) {
    return opened.add(server.talk()).register("user" + NAMES.incrementAndGet());
  }

  private Talk listening(ChildServer server, Talk user, Object... fields) {
    Talk talk = opened.add(server.talk()).signedInAs(user.token());
    talk.call("subscribe", fields).expect("200");
    return talk;
  }

  private static void send(Talk talk, long chat, String text) {
    talk.call("sendMessage", "chat_id", chat, "content", text, "content_type", "text")
        .expect("200");
  }

  // A message goes each way, and the session's end.
  private void meetAndPart(ChildServer here, ChildServer there) {
    Talk anna = newcomer(here);
    Talk boris = newcomer(there);
    Talk annas = listening(here, anna);
    Talk boriss = listening(there, boris);
    long chat = anna.chatWith(boris.userId());
    assertThat(boriss.nextEvent("chatAdded").number("chat_id")).isEqualTo(chat);
    for (int i = 0; i < 20; i++) {
      send(i % 2 == 0 ? anna : boris, chat, "text " + i);
    }
    for (Talk talk : List.of(annas, boriss)) {
      for (int i = 0; i < 20; i++) {
        assertThat(talk.nextEvent("message").text("message.content")).isEqualTo("text " + i);
      }
    }
    opened.add(here.talk()).signedInAs(boris.token()).call("logout").expect("200");
    assertThat(boriss.client().awaitCloseAfterText(Duration.ofSeconds(5)).code()).isEqualTo(4401);
  }

  private static void awaitPresence(Talk watcher, Talk user, boolean online) {
    Event event = watcher.nextEvent("presence");
    while (event.number("user_id") != user.userId() || event.truth("online") != online) {
      event = watcher.nextEvent("presence");
    }
  }

  /// Also the second joins while the first serves, and is stopped: its clients are told to go, and
  /// go on at the other.
  @Test
  void oneOfTwoIsReplacedWhileBothServe() {
    ChildServer leaves = processes.start();
    meetAndPart(stays, leaves);
    assertThat(stays.errorsSoFar() + leaves.errorsSoFar()).doesNotContain("ERROR");
    Talk anna = newcomer(stays);
    Talk boris = newcomer(leaves);
    Talk told = listening(leaves, boris);
    try (Chatter chatter =
        new Chatter(processes.from(leaves), anna, processes.from(leaves), boris)) {
      chatter.more(50);
      leaves.signal("TERM");
      assertThat(told.client().awaitCloseAfterText(Duration.ofSeconds(30)).code()).isEqualTo(1001);
      assertThat(leaves.status()).isZero();
      chatter.more(50).stopAndCompare();
    }
  }

  @Test
  void whatAServerThatIsKilledAcknowledgedIsThereAndHeardOnceAtTheOther() {
    ChildServer dies = processes.start();
    Talk anna = newcomer(stays);
    Talk boris = newcomer(dies);
    Talk vera = newcomer(dies);
    send(vera, vera.chatWith(anna.userId()), "watch me");
    Talk watcher = listening(stays, anna, "presence", true);
    listening(dies, vera);
    awaitPresence(watcher, vera, true);
    try (Chatter chatter = new Chatter(processes.from(dies), anna, processes.from(dies), boris)) {
      chatter.more(50);
      dies.kill();
      chatter.more(50).stopAndCompare();
    }
    awaitPresence(watcher, vera, false);
  }

  @Test
  void aRedisCarriesItToo() {
    try (TestRedis redis = TestRedis.start("--requirepass", "secret")) {
      String bus = "redis://:secret@127.0.0.1:" + redis.port();
      ChildServer here = opened.add(processes.starting("--bus", bus));
      ChildServer there = opened.add(processes.starting("--bus", bus));
      meetAndPart(here, there);
      here.signal("TERM");
      assertThat(here.errors() + here.output())
          .contains("Redis at 127.0.0.1:" + redis.port())
          .doesNotContain("secret", "ERROR");
    }
  }

  /// Neither has ever heard of the other.
  @Test
  @Tag("long")
  void theOrderIsKeptWhereTheBusWasNeverThere() {
    TestRedis gone = TestRedis.start();
    gone.close();
    ChildServer here = opened.add(processes.starting("--bus", gone.url()));
    ChildServer there = opened.add(processes.starting("--bus", gone.url()));
    Talk anna = newcomer(here);
    Talk boris = newcomer(there);
    Talk boriss = listening(there, boris);
    long chat = anna.chatWith(boris.userId());
    assertThat(boriss.nextEvent("chatAdded").number("chat_id")).isEqualTo(chat);
    for (int i = 0; i < 8; i++) {
      send(i % 2 == 0 ? anna : boris, chat, "text " + i);
    }
    for (int i = 0; i < 8; i++) {
      assertThat(boriss.nextEvent("message").text("message.content")).isEqualTo("text " + i);
    }
    assertThat(there.errorsSoFar()).contains("The bus is away").doesNotContain("Another node");
  }

  @Test
  @Tag("long")
  void whatHappensWhileRedisIsAwayArrives() {
    try (TestRedis redis = TestRedis.start()) {
      ChildServer here = opened.add(processes.starting("--bus", redis.url()));
      ChildServer there = opened.add(processes.starting("--bus", redis.url()));
      Talk anna = newcomer(here);
      Talk boris = newcomer(there);
      try (Chatter chatter = new Chatter(processes.to(here), anna, processes.to(there), boris)) {
        chatter.more(100);
        redis.kill();
        chatter.more(500);
        redis.startAgain();
        chatter.more(100).stopAndCompare();
      }
      meetAndPart(here, there);
      assertThat(here.errorsSoFar()).contains("The bus is away", "The bus is there");
    }
  }

  @Test
  @Tag("long")
  void whatHappensWhileTheConnectionsOfTheBusAreCutArrives() {
    ChildServer other = opened.add(processes.start());
    Talk anna = newcomer(stays);
    Talk boris = newcomer(other);
    try (Chatter chatter = new Chatter(processes.to(stays), anna, processes.to(other), boris)) {
      for (int i = 0; i < 20; i++) {
        chatter.more(50);
        TestPostgres.run(
            database,
            "select pg_terminate_backend(pid) from pg_stat_activity"
                + " where application_name = 'vestnik-bus' and datname = current_database()");
      }
      chatter.more(50).stopAndCompare();
    }
  }

  /// Killed, as by a failure of its machine, and started again: it is away for seconds.
  @Test
  @Tag("long")
  void whenTheDatabaseIsBackSoIsTheService() {
    try (MortalPostgres own = new MortalPostgres();
        Processes both = new Processes(own.url())) {
      ChildServer here = both.starting();
      ChildServer there = both.starting();
      Talk anna = newcomer(here);
      Talk boris = newcomer(there);
      try (Chatter chatter = new Chatter(both.to(here), anna, both.to(there), boris)) {
        chatter.more(100);
        own.kill();
        own.startAgain();
        long back = System.nanoTime();
        chatter.more(1);
        Duration took = Duration.ofNanos(System.nanoTime() - back);
        System.out.println("served again after " + took);
        assertThat(took).isLessThan(Duration.ofSeconds(10));
        chatter.more(100).stopAndCompare();
      }
      meetAndPart(here, there);
    }
  }

  @Test
  @Tag("long")
  void tenServersAreKilledOneAfterTheOther() {
    Talk anna = newcomer(stays);
    Talk boris = newcomer(stays);
    ChildServer next = processes.start();
    try (Chatter chatter = new Chatter(processes.from(next), anna, processes.from(next), boris)) {
      for (int i = 0; i < 10; i++) {
        ChildServer dies = next;
        next = processes.start();
        chatter.more(50);
        dies.kill();
      }
      chatter.more(50).stopAndCompare();
    }
  }
}
