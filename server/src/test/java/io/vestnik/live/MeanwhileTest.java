package io.vestnik.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Crowd;
import io.vestnik.Pair;
import io.vestnik.SharedData;
import io.vestnik.TestServer;
import io.vestnik.model.Signal;
import io.vestnik.model.SystemClock;
import io.vestnik.wire.Event;
import io.vestnik.wire.Json;
import io.vestnik.wire.Talk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// What happens while a connection is subscribing, or just when a chat is cleared.
@Tag("once")
class MeanwhileTest {
  @AutoClose private static final TestServer server = TestServer.start();
  @AutoClose private Pair pair;
  private Talk anna;
  private Talk boris;

  @BeforeEach
  void meet(TestInfo test) {
    pair = Pair.of(server, test.getDisplayName());
    anna = pair.anna();
    boris = pair.boris();
  }

  /// Between the answer to unsubscribe and that to subscribe not a single event comes.
  @Test
  void noEventComesBeforeTheAnswer() throws InterruptedException {
    pair.send(anna, "one");
    AtomicBoolean enough = new AtomicBoolean();
    Talk phone = pair.another(pair.borisHimself());
    Thread busy =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 0; !enough.get(); i++) {
                pair.ask(phone, "setChatSettings", "muted_until", i).expect("200");
                pair.ask(phone, "markRead", "message_id", pair.send(phone, "x")).expect("200");
                pair.ask(phone, i % 50 == 0 ? "deleteChat" : "getChat").expect("200");
              }
            });
    Talk his = pair.another(pair.borisHimself());
    for (int i = 0; i < 200; i++) {
      assertThat(firstFrame(his, "subscribe")).containsEntry("mode", "subscribe");
      his.client().send(request("unsubscribe"));
      String last = his.client().receive();
      while (Json.read(last).get("mode").equals("event")) {
        last = his.client().receive();
      }
      assertThat(Json.read(last)).containsEntry("mode", "unsubscribe");
    }
    enough.set(true);
    busy.join();
  }

  private Map<String, @Nullable Object> firstFrame(Talk talk, String mode) {
    talk.client().send(request(mode));
    return Json.read(talk.client().receive());
  }

  private String request(String mode) {
    return Json.write(
        Json.object("mode", mode, "timestamp", 1, "token", pair.borisHimself().token()));
  }

  /// Each chat is told of or in the list that is asked for after the answer, and none twice.
  @Test
  void aChatThatIsMadeIsNeitherMissedNorDoubled() {
    chatsAreMade(server, 60);
  }

  /// The same where entries may come from elsewhere, and are looked at for holes.
  @Test
  void aChatIsNotMissedWhereThereMayBeOtherServers(@TempDir Path folder) {
    try (SharedData data = new SharedData(folder);
        TestServer shared = TestServer.on(data, new SystemClock(), way -> way)) {
      chatsAreMade(shared, 20);
    }
  }

  private static void chatsAreMade(TestServer server, int count) {
    Crowd.Person hearer = Crowd.of(server, "hearer", 1).getFirst();
    for (Crowd.Person other : Crowd.of(server, "maker", count)) {
      Talk his = hearer.talk(server);
      try (Talk talk = other.talk(server)) {
        talk.post("createChat", "contact_mode", "id", "contact_value", hearer.id());
        his.post("subscribe");
        his.post("sync");
        long chat = talk.next().expect("200").number("chat_id");
        his.next().expect("200");
        Set<Long> known = new HashSet<>(his.next().expect("200").numbers("chats[].chat_id"));
        boolean synced = known.contains(chat);
        Pair.send(talk, chat, "one");
        List<Event> before = new ArrayList<>();
        Event event = his.nextEvent();
        while (!event.kind().equals("message")) {
          before.add(event);
          event = his.nextEvent();
        }
        assertThat(event.number("event_id")).isEqualTo(2);
        List<String> kinds = before.stream().map(Event::kind).toList();
        assertThat(kinds).doesNotHaveDuplicates().isSubsetOf("chatAdded", "chatCreated");
        assertThat(synced || kinds.contains("chatAdded")).as("told or synced").isTrue();
        Pair.hearsNothing(his);
      }
      his.close();
    }
  }

  /// A commit is read by whoever subscribes before it is told of: then it is no news.
  @Test
  void aClearingToldLateTakesNoChatAwayThatHasComeBack() {
    pair.send(anna, "one");
    boris.call("deleteChat", "chat_id", pair.chat()).expect("200");
    pair.send(anna, "two");
    Talk his = pair.listening(pair.borisHimself());
    long cleared = 2;
    server
        .server()
        .store()
        .write(tx -> {
          tx.tell(new Signal.ChatCleared(pair.chat(), pair.borisHimself().id(), cleared));
          return true;
        });
    pair.send(anna, "three");
    assertThat(his.nextEvent().kind()).isEqualTo("message");
  }

  /// However a clearing and messages fall together, who hears the events knows what getChats shows.
  @Test
  void aClearedChatIsInTheListOfWhoHearsTheEventsAsInGetChats() {
    Talk his = pair.listening(pair.borisHimself());
    Talk hers = pair.another(pair.annaHerself());
    boolean listed = true;
    for (int round = 0; round < 60; round++) {
      anna.post("sendMessage", "chat_id", pair.chat(), "content", "x", "content_type", "text");
      boris.post("deleteChat", "chat_id", pair.chat());
      hers.post("sendMessage", "chat_id", pair.chat(), "content", "y", "content_type", "text");
      for (Talk talk : List.of(anna, boris, hers)) {
        talk.next().expect("200");
      }
      boolean now = !boris.call("getChats").list("chats").isEmpty();
      pair.send(anna, "the last of the round");
      Event event = his.nextEvent();
      while (!isLastOfRound(event)) {
        boolean removed = event.kind().equals("chatRemoved");
        boolean added = event.kind().equals("chatAdded");
        if (event.kind().equals("message")) {
          assertThat(listed).as("a message of a chat that is in the list").isTrue();
        }
        assertThat(removed && !listed).as("removed twice").isFalse();
        listed = added || (listed && !removed);
        event = his.nextEvent();
      }
      assertThat(listed).as("round %d, getChats before the last said %s", round, now).isTrue();
    }
  }

  private static boolean isLastOfRound(Event event) {
    return event.kind().equals("message")
        && event.text("message.content").equals("the last of the round");
  }

  @Test
  void theLastChangeThatIsToldIsTheNewest() {
    Talk phone = pair.listening(pair.borisHimself());
    for (int round = 1; round < 40; round++) {
      for (int i = 0; i < 10; i++) {
        boris.post("setChatSettings", "chat_id", pair.chat(), "muted_until", 10L * round + i);
      }
      for (int i = 0; i < 10; i++) {
        boris.next().expect("200");
      }
      long told = 0;
      while (told != 10L * round + 9) {
        long next = phone.nextEvent("chatChanged").number("chat.settings.muted_until");
        assertThat(next).isGreaterThanOrEqualTo(told);
        told = next;
      }
    }
    Event more = phone.pollEvent(Duration.ofMillis(150));
    assertThat(more == null ? 399L : more.number("chat.settings.muted_until")).isEqualTo(399);
  }

  @Test
  void aChangeOfAClearedChatIsNotToldUntilItIsBack() {
    pair.send(anna, "one");
    Talk phone = pair.listening(pair.borisHimself());
    pair.ask(boris, "deleteChat").expect("200");
    pair.ask(boris, "setChatSettings", "pinned", true).expect("200");
    pair.send(anna, "two");
    assertThat(phone.nextEvent().kind()).isEqualTo("chatRemoved");
    Event added = phone.nextEvent();
    assertThat(added.kind()).isEqualTo("chatAdded");
    assertThat(added.truth("chat.settings.pinned")).isTrue();
    assertThat(phone.nextEvent().text("message.content")).isEqualTo("two");
  }
}
