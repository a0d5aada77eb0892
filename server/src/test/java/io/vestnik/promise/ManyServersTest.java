package io.vestnik.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.AtOnce;
import io.vestnik.Crowd;
import io.vestnik.FaultyBus;
import io.vestnik.Pair;
import io.vestnik.SharedData;
import io.vestnik.TestServer;
import io.vestnik.model.SystemClock;
import io.vestnik.wire.Event;
import io.vestnik.wire.Json;
import io.vestnik.wire.Talk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Promise 5: the same with one server or many. Two servers on one database, each of its own mind,
/// and a bus between them that can be made to fail.
class ManyServersTest {
  private static final int ROUNDS = 10;
  private static final int AT_ONCE = 20;
  private static final Duration QUIET = Duration.ofMillis(300);

  @TempDir private static Path folder;
  private static int databases;

  private final List<FaultyBus> buses = new ArrayList<>();
  private final List<Talk> talks = new ArrayList<>();
  private SharedData data;
  private TestServer here;
  private TestServer there;
  private Crowd.Person anna;
  private Crowd.Person boris;

  @BeforeEach
  void start() throws Exception {
    data = new SharedData(Files.createDirectory(folder.resolve("" + databases++)));
    here = server();
    there = server();
    List<Crowd.Person> two = Crowd.of(here, "person", 2);
    anna = two.getFirst();
    boris = two.getLast();
    meet();
  }

  // What happens before they know of each other is found too, but by looking.
  private void meet() {
    Crowd.Person first = Crowd.of(here, "first", 1).getFirst();
    try (Talk one = first.talk(here);
        Talk other = first.talk(there)) {
      long notes = Pair.chat(one, first);
      other.call("subscribe").expect("200");
      Pair.send(one, notes, "can you hear me?");
      other.nextEvent("message");
      one.call("subscribe").expect("200");
      Pair.send(other, notes, "yes");
      one.nextEvent("message");
    }
  }

  private TestServer server() {
    return TestServer.on(
        data,
        new SystemClock(),
        bus -> {
          FaultyBus faulty = new FaultyBus(bus, new SplittableRandom(buses.size()));
          buses.add(faulty);
          return faulty;
        });
  }

  @AfterEach
  void stop() {
    talks.forEach(Talk::close);
    there.close();
    here.close();
    data.close();
  }

  private Talk talk(Crowd.Person person, TestServer server) {
    Talk talk = person.talk(server);
    talks.add(talk);
    return talk;
  }

  private Talk listening(Crowd.Person person, TestServer server) {
    Talk talk = talk(person, server);
    talk.call("subscribe").expect("200");
    return talk;
  }

  private Talk watching(Crowd.Person person, TestServer server) {
    Talk talk = talk(person, server);
    talk.call("subscribe", "presence", true).expect("200");
    return talk;
  }

  private void loseAll() {
    buses.forEach(FaultyBus::goAway);
  }

  private void loseNothing(boolean says) {
    buses.forEach(bus -> bus.comeBack(says));
  }

  private static long nextId(Talk talk) {
    Event event = talk.nextEvent();
    while (!event.body().containsKey("event_id")) {
      event = talk.nextEvent();
    }
    return event.number("event_id");
  }

  private static Callable<Boolean> sender(Talk talk, long chat) {
    return () -> {
      for (int round = 0; round < ROUNDS; round++) {
        talk.postAll(
            "sendMessage",
            IntStream.range(0, AT_ONCE)
                .mapToObj(
                    i -> Json.object("chat_id", chat, "content", "m" + i, "content_type", "text"))
                .toList());
        for (int i = 0; i < AT_ONCE; i++) {
          talk.next().expect("200");
        }
      }
      return true;
    };
  }

  private void converse() {
    Talk a = talk(anna, here);
    Talk b = talk(boris, there);
    long chat = Pair.chat(a, boris);
    List<Talk> listeners =
        List.of(
            listening(anna, here),
            listening(anna, there),
            listening(boris, here),
            listening(boris, there));
    AtOnce.all(2, i -> sender(i == 0 ? a : b, chat));
    List<Long> inOrder = LongStream.rangeClosed(2, 2 * ROUNDS * AT_ONCE + 1).boxed().toList();
    for (Talk listener : listeners) {
      assertThat(inOrder.stream().map(_ -> nextId(listener)).toList()).isEqualTo(inOrder);
    }
    listeners.forEach(ManyServersTest::noEntryComes);
  }

  private static void noEntryComes(Talk talk) {
    for (Event event = talk.pollEvent(QUIET); event != null; event = talk.pollEvent(QUIET)) {
      assertThat(event.body()).doesNotContainKey("event_id");
    }
  }

  @Test
  void aConversationAcrossServersIsOrderedAndHasNoGap() {
    converse();
  }

  @Test
  void soItIsWhereHintsAreLostDoubledAndLate() {
    buses.forEach(bus -> bus.faulty(3));
    converse();
  }

  @Test
  void itsSenderAloneSeesTheClientsKeyWhereverTheyAre() {
    Talk a = talk(anna, here);
    long chat = Pair.chat(a, boris);
    Talk own = listening(anna, there);
    Talk others = listening(boris, there);
    a.call(
            "sendMessage",
            "chat_id",
            chat,
            "content",
            "hello",
            "content_type",
            "text",
            "client_message_id",
            "key")
        .expect("200");
    assertThat(own.nextEvent("message").text("message.client_message_id")).isEqualTo("key");
    assertThat(others.nextEvent("message").has("message.client_message_id")).isFalse();
  }

  @Test
  void aChatThatIsMadeOnOneIsHeardOnTheOther() {
    Talk his = listening(boris, there);
    Talk a = talk(anna, here);
    long chat = Pair.chat(a, boris);
    assertThat(his.nextEvent("chatAdded").number("chat_id")).isEqualTo(chat);
    assertThat(his.nextEvent("chatCreated").number("event_id")).isEqualTo(1);
    Pair.send(a, chat, "hello");
    assertThat(his.nextEvent("message").number("event_id")).isEqualTo(2);
  }

  @Test
  void whatIsBesideTheLogIsHeardToo() {
    Talk a = talk(anna, here);
    long chat = Pair.chat(a, boris);
    long message = Pair.send(a, chat, "hello");
    Talk hers = listening(anna, here);
    Talk his = listening(boris, there);
    Talk b = talk(boris, there);
    b.call("typing", "chat_id", chat).expect("200");
    assertThat(hers.nextEvent("typing").number("user_id")).isEqualTo(boris.id());
    b.call("markRead", "chat_id", chat, "message_id", message).expect("200");
    assertThat(hers.nextEvent("read").number("message_id")).isEqualTo(message);
    talk(boris, here).call("setChatSettings", "chat_id", chat, "pinned", true).expect("200");
    Event changed = his.nextEvent("chatChanged");
    while (!changed.truth("chat.settings.pinned")) {
      changed = his.nextEvent("chatChanged"); // the marker's
    }
    a.call("deleteChat", "chat_id", chat, "for_everyone", true).expect("200");
    assertThat(his.nextEvent("chatRemoved").text("reason")).isEqualTo("deleted");
  }

  @Test
  void aSessionThatEndsOnOneIsCutOffOnTheOtherWithinASecond() {
    Talk his = listening(boris, there);
    Talk b = talk(boris, here);
    long begun = System.nanoTime();
    b.call("logout").expect("200");
    assertThat(his.client().awaitCloseAfterText().code()).isEqualTo(4401);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
    talk(boris, there).call("getChats").expect("401", "tokenInvalid", "token");
  }

  @Test
  void aSessionThatEndsWhileTheBusIsAwayIsCutOffWhenItIsBack() {
    Talk his = listening(boris, there);
    loseAll();
    talk(boris, here).call("logout").expect("200");
    loseNothing(true);
    assertThat(his.client().awaitCloseAfterText().code()).isEqualTo(4401);
  }

  /// The very last hint is lost, and nothing happens after it.
  @Test
  void aLostHintIsHealedWithoutAnotherEvent() {
    Talk a = talk(anna, here);
    long chat = Pair.chat(a, boris);
    Talk his = listening(boris, there);
    Pair.send(a, chat, "heard");
    assertThat(nextId(his)).isEqualTo(2);
    loseAll();
    Pair.send(a, chat, "lost");
    Pair.send(a, chat, "lost too");
    loseNothing(false);
    assertThat(nextId(his)).isEqualTo(3);
    assertThat(nextId(his)).isEqualTo(4);
    noEntryComes(his);
  }

  @Test
  void aChatOfWhichTheHintIsLostIsShownAllTheSame() {
    Talk his = listening(boris, there);
    Talk a = talk(anna, here);
    Pair.send(a, Pair.chat(a, anna), "so that they know of each other");
    loseAll();
    long chat = Pair.chat(a, boris);
    Pair.send(a, chat, "lost");
    loseNothing(true);
    Event added = his.nextEvent("chatAdded");
    assertThat(added.number("chat_id")).isEqualTo(chat);
    long last = added.number("chat.last_event_id");
    Pair.send(a, chat, "heard");
    long next = nextId(his);
    while (next <= last) {
      next = nextId(his);
    }
    assertThat(next).isEqualTo(last + 1);
  }

  /// Also where one of them has found it before.
  @Test
  void aGroupOfWhichTheHintIsLostIsShownToAllItsMembers() {
    List<Crowd.Person> others = Crowd.of(here, "other", 2);
    List<Object> members = new ArrayList<>();
    List<Talk> listening = new ArrayList<>();
    for (Crowd.Person other : List.of(boris, others.getFirst(), others.getLast())) {
      members.add(Json.object("contact_value", other.id(), "contact_mode", "id"));
      listening.add(listening(other, there));
    }
    loseAll();
    long group =
        talk(anna, here)
            .call("createGroup", "name", "lost", "members", members)
            .expect("200")
            .number("chat_id");
    loseNothing(true);
    for (Talk talk : listening) {
      assertThat(talk.nextEvent("chatAdded").number("chat_id")).isEqualTo(group);
    }
  }

  @Test
  void isOnlineWhoIsConnectedToAnyServer() {
    Talk b = talk(boris, here);
    Pair.send(b, Pair.chat(b, anna), "hello");
    Talk watcher = watching(anna, here);
    Talk phone = listening(boris, there);
    assertThat(watcher.nextEvent("presence").truth("online")).isTrue();
    Talk laptop = listening(boris, here);
    phone.close();
    Pair.hearsNothing(watcher);
    assertThat(watching(anna, there).nextEvent("presence").truth("online")).isTrue();
    laptop.close();
    Event offline = watcher.nextEvent("presence");
    assertThat(offline.truth("online")).isFalse();
    assertThat(offline.number("last_seen")).isPositive();
  }

  @Test
  void theUsersOfAServerThatFallsSilentAreOfflineAndComeBackWithIt() {
    Talk b = talk(boris, here);
    Pair.send(b, Pair.chat(b, anna), "hello");
    Talk watcher = watching(anna, here);
    listening(boris, there);
    assertThat(watcher.nextEvent("presence").truth("online")).isTrue();
    loseAll();
    assertThat(watcher.nextEvent("presence").truth("online")).isFalse();
    loseNothing(false);
    assertThat(watcher.nextEvent("presence").truth("online")).isTrue();
  }
}
