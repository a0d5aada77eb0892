package io.vestnik.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.ChildServer;
import io.vestnik.Opened;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One of two servers is cut off from the database, without a word: its packets vanish. It says so
/// in time, and knows nothing better; the other goes on; and when it is over, nothing was lost.
@Tag("long")
@Tag("once")
class PartitionTest {
  private static final Duration IN_TIME = Duration.ofSeconds(5);

  // The locks of who is cut off are held for two seconds.
  private static final Duration UNHARMED = Duration.ofMillis(3_500);
  private static final Duration FORGOTTEN = Duration.ofSeconds(10);

  @AutoClose private final Opened opened = new Opened();
  private Network network;
  private MortalPostgres database;
  private Processes processes;
  private ChildServer here;
  private ChildServer there;

  @BeforeEach
  void start() {
    network = opened.add(Network.start());
    database = opened.add(new MortalPostgres(Set.of("127.0.0.1", network.database())));
    processes = opened.add(new Processes(database.url()));
    here = processes.start();
    there = processes.startAt(network.place(), database.url(network.database()));
  }

  private Talk user(ChildServer server, String name) {
    return opened.add(server.talk()).register(name);
  }

  private Talk another(ChildServer server, Talk user) {
    return opened.add(server.talk()).signedInAs(user.token());
  }

  private static int readiness(ChildServer server) {
    URI address = URI.create("http://" + server.host() + ":" + server.port() + "/health/ready");
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  // Asked at once, each on a connection of its own, so that none waits for another.
  private static void ask(List<Talk> talks, long chat) {
    talks.get(0).post("sendMessage", "chat_id", chat, "content", "?", "content_type", "text");
    talks.get(1).post("getChats");
    talks.get(2).post("markRead", "chat_id", chat, "message_id", 1);
    talks.get(3).post("sync");
    talks.get(4).post("checkToken");
    talks.get(5).post("getMessages", "chat_id", chat);
  }

  private void saysThatItKnowsNothing(List<Talk> talks, long chat, Duration limit) {
    long before = System.nanoTime();
    ask(talks, chat);
    for (Talk talk : talks) {
      Reply reply = talk.next().expect("503");
      assertThat(reply.truth("error.temporary")).isTrue();
      assertThat(since(before)).isLessThan(limit);
    }
    System.out.println("refused within " + since(before));
    Awaitility.await().atMost(limit.minus(since(before))).until(() -> readiness(there) == 503);
  }

  private void knowsNothingAnd(Pulse goesOn, List<Talk> talks, long chat) {
    goesOn.longest();
    saysThatItKnowsNothing(talks, chat, IN_TIME);
    saysThatItKnowsNothing(talks, chat, Duration.ofSeconds(1));
    int before = goesOn.count();
    Awaitility.await()
        .atMost(FORGOTTEN)
        .untilAsserted(() -> assertThat(database.number(connections())).isZero());
    assertThat(goesOn.count()).isGreaterThan(before + 10);
    Duration longest = goesOn.longest();
    System.out.println("a message at the other took " + longest + " at the most");
    assertThat(longest).isLessThan(UNHARMED);
    assertThat(readiness(here)).isEqualTo(200);
    talks.forEach(talk -> talk.call("checkConnection").expect("200"));
  }

  private String connections() {
    return "select count(*) from pg_stat_activity where client_addr = '%s'"
        .formatted(network.machine());
  }

  private void isBackInTime(Talk talk, long chat) {
    long before = System.nanoTime();
    Awaitility.await()
        .atMost(IN_TIME)
        .until(() ->
            talk.call("sendMessage", "chat_id", chat, "content", "!", "content_type", "text")
                .status()
                .equals("200"));
    System.out.println("back within " + since(before));
    Awaitility.await().atMost(IN_TIME).until(() -> readiness(there) == 200);
  }

  /// Both write into one chat without a pause, so the one that is cut off holds its lock, where it
  /// can; and clients of both hear each other.
  @ParameterizedTest
  @EnumSource
  void whoIsCutOffSaysSoAndTheOtherGoesOn(Network.Loss loss) throws InterruptedException {
    Talk anna = user(here, "anna");
    Talk boris = user(there, "boris");
    long chat = anna.chatWith(boris.userId());
    Pulse annas = opened.add(new Pulse(another(here, anna), chat, "anna's"));
    Pulse boriss = opened.add(new Pulse(another(there, boris), chat, "boris's"));
    Talk vera = user(there, "vera");
    long notes = vera.chatWith(vera.userId());
    List<Talk> askers = Stream.generate(() -> another(there, vera)).limit(6).toList();
    try (Chatter out =
            new Chatter(
                processes.to(here),
                user(here, "herbert"),
                processes.to(there),
                user(there, "theodora"));
        Chatter in =
            new Chatter(
                processes.to(there),
                user(there, "thelma"),
                processes.to(here),
                user(here, "henry"))) {
      out.more(50);
      in.more(50);
      network.lose(loss);
      knowsNothingAnd(annas, askers, notes);
      network.heal();
      isBackInTime(vera, notes);
      out.more(50).stopAndCompare();
      in.more(50).stopAndCompare();
    }
    System.out.println(annas.refusals() + " at one, " + boriss.refusals() + " at the other");
    Pulse.stopAndCompare(annas, boriss, anna);
  }
}
