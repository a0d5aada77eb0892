package io.vestnik.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Pair;
import io.vestnik.TestServer;
import io.vestnik.wire.Event;
import io.vestnik.wire.Json;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `deleteMessages` for oneself: they are hidden on all one's devices, and from nobody else.
class HiddenMessagesTest {
  @AutoClose private static final TestServer server = TestServer.start();
  private static final AtomicInteger PAIRS = new AtomicInteger();
  @AutoClose private Pair pair;
  private Talk anna;
  private Talk boris;

  @BeforeEach
  void meet() {
    pair = Pair.of(server, "hiding" + PAIRS.incrementAndGet() + ".");
    anna = pair.anna();
    boris = pair.boris();
  }

  private Reply hide(Talk talk, Object... messages) {
    return pair.ask(talk, "deleteMessages", "message_ids", List.of(messages));
  }

  private List<String> contents(Talk talk, Object... fields) {
    return pair.ask(talk, "getMessages", fields).expect("200").texts("messages[].content");
  }

  @Test
  void hidesFromOneselfOnAllOnesDevices() {
    long one = pair.send(anna, "one");
    long two = pair.send(boris, "two");
    pair.send(boris, "three");
    Talk phone = pair.listening(pair.annaHerself());
    Talk desk = pair.listening(pair.annaHerself());
    Talk his = pair.listening(pair.borisHimself());
    Answers.hasFields(hide(anna, two, one, two));
    for (Talk talk : List.of(phone, desk)) {
      Event hidden = talk.nextEvent("messagesHidden");
      assertThat(hidden.body())
          .containsOnlyKeys("mode", "timestamp", "event", "chat_id", "message_ids");
      assertThat(hidden.number("chat_id")).isEqualTo(pair.chat());
      assertThat(hidden.numbers("message_ids")).containsExactly(one, two);
      assertThat(talk.nextEvent("chatChanged").number("chat.unread_count")).isEqualTo(1);
      Pair.hearsNothing(talk);
    }
    Pair.hearsNothing(his);
    assertThat(contents(anna)).containsExactly("three");
    assertThat(contents(boris)).containsExactly("one", "two", "three");
    assertThat(pair.number(anna, "last_event_id")).isEqualTo(4);
  }

  @Test
  void isNamedInTheLogWithoutItsContent() {
    long id = pair.send(boris, "secret");
    long last = pair.send(boris, "last");
    String cursor = anna.call("sync").expect("200").text("cursor");
    String old = pair.ask(anna, "getEvents", "min_event_id", 1).body() + "";
    assertThat(old).contains("secret");
    hide(anna, id).expect("200");
    Reply log = pair.ask(anna, "getEvents", "min_event_id", 1).expect("200");
    assertThat(log.texts("events[].event")).containsExactly("chatCreated", "message", "message");
    assertThat(log.get("events[1].message"))
        .isEqualTo(Json.object("message_id", id, "hidden", true));
    assertThat(log.number("events[1].from_id")).isEqualTo(pair.borisHimself().id());
    assertThat(log.text("events[2].message.content")).isEqualTo("last");
    Reply sync = anna.call("sync", "cursor", cursor).expect("200");
    assertThat(sync.list("hidden"))
        .containsExactly(Json.object("chat_id", pair.chat(), "message_ids", List.of(id)));
    assertThat(sync.list("events")).isEmpty();
    assertThat(sync.numbers("chats[].unread_count")).containsExactly(1L);
    Reply next = anna.call("sync", "cursor", sync.text("cursor")).expect("200");
    assertThat(next.list("hidden")).isEmpty();
    assertThat(next.list("chats")).isEmpty();
    assertThat(last).isEqualTo(3);
  }

  @Test
  void isGivenBySyncBesideTheEntriesThatAreNew() {
    String cursor = anna.call("sync").expect("200").text("cursor");
    long id = pair.send(boris, "secret");
    pair.send(boris, "last");
    hide(anna, id).expect("200");
    Reply sync = anna.call("sync", "cursor", cursor).expect("200");
    assertThat(sync.list("events[].message.hidden")).containsExactly(true);
    assertThat(sync.texts("events[].message.content")).containsExactly("last");
    assertThat(sync.numbers("hidden[].message_ids[]")).containsExactly(id);
    // Who hears of the chat for the first time has nothing to hide.
    assertThat(anna.call("sync").expect("200").list("hidden")).isEmpty();
    assertThat(boris.call("sync").expect("200").list("hidden")).isEmpty();
  }

  /// Of such a chat a device may have the message from live events.
  @Test
  void isGivenBySyncAlsoOfChatsThatTheCursorDoesNotKnow() {
    String cursor = anna.call("sync").expect("200").text("cursor");
    long notes =
        anna.call("createChat", "contact_value", pair.annaHerself().id(), "contact_mode", "id")
            .expect("200")
            .number("chat_id");
    long id =
        anna.call("sendMessage", "chat_id", notes, "content", "m", "content_type", "text")
            .expect("200")
            .number("message_id");
    anna.call("deleteMessages", "chat_id", notes, "message_ids", List.of(id)).expect("200");
    Reply sync = anna.call("sync", "cursor", cursor).expect("200");
    assertThat(sync.numbers("chats[].chat_id")).containsExactly(notes);
    assertThat(sync.list("hidden"))
        .containsExactly(Json.object("chat_id", notes, "message_ids", List.of(id)));
    String next = sync.text("cursor");
    assertThat(anna.call("sync", "cursor", next).expect("200").list("hidden")).isEmpty();
  }

  @Test
  void fillsPagesWithWhatIsThere() {
    List<Long> ids = LongStream.range(0, 20).map(i -> pair.send(boris, "m" + i)).boxed().toList();
    hide(anna, ids.subList(5, 15).toArray()).expect("200");
    Reply page = pair.ask(anna, "getMessages", "limit", 10).expect("200");
    assertThat(page.texts("messages[].content"))
        .containsExactly("m0", "m1", "m2", "m3", "m4", "m15", "m16", "m17", "m18", "m19");
    assertThat(page.truth("has_more")).isFalse();
    Reply upward = pair.ask(anna, "getMessages", "min_message_id", 2, "limit", 7).expect("200");
    assertThat(upward.texts("messages[].content"))
        .containsExactly("m0", "m1", "m2", "m3", "m4", "m15", "m16");
    assertThat(upward.truth("has_more")).isTrue();
    assertThat(contents(anna, "min_message_id", ids.get(5), "max_message_id", ids.get(14)))
        .isEmpty();
  }

  @Test
  void leavesOutWhatIsHiddenWhereTheLastMessageIsShown() {
    long first = pair.send(boris, "first");
    long other = Pair.chat(anna, pair.veraHerself());
    Pair.send(anna, other, "in between");
    String name = "@" + pair.annaHerself().name();
    long last = pair.send(boris, name);
    pair.ask(boris, "pinMessage", "message_id", last, "pinned", true).expect("200");
    assertThat(anna.call("getChats").numbers("chats[].chat_id"))
        .containsExactly(pair.chat(), other);
    assertThat(pair.number(anna, "unread_mentions")).isEqualTo(1);
    hide(anna, last).expect("200");
    Reply chats = anna.call("getChats").expect("200");
    assertThat(chats.numbers("chats[].last_message_id").getLast()).isEqualTo(first);
    assertThat(pair.number(anna, "unread_mentions")).isZero();
    assertThat(pair.number(anna, "unread_count")).isEqualTo(1);
    assertThat(pair.ask(anna, "getChat").list("chat.pinned_message_ids")).isEmpty();
    assertThat(pair.ask(boris, "getChat").list("chat.pinned_message_ids")).containsExactly(last);
    hide(anna, first).expect("200");
    Reply none = pair.ask(anna, "getChat").expect("200");
    for (String field : List.of("id", "time", "text", "type", "sender")) {
      assertThat(none.get("chat.last_message_" + field)).isNull();
    }
    assertThat(none.number("chat.unread_count")).isZero();
    assertThat(pair.ask(boris, "getChat").text("chat.last_message_text")).isEqualTo(name);
    pair.send(boris, "next");
    assertThat(pair.ask(anna, "getChat").text("chat.last_message_text")).isEqualTo("next");
    assertThat(anna.call("getChats").numbers("chats[].chat_id"))
        .containsExactly(pair.chat(), other);
  }

  /// Its activity is that of the last message that one may see.
  @Test
  void movesTheChatToItsPlaceInTheList() {
    long first = pair.send(boris, "first");
    long other = Pair.chat(anna, pair.veraHerself());
    Pair.eventually(() -> {
      Pair.send(anna, other, "later");
      assertThat(anna.call("getChat", "chat_id", other).number("chat.last_message_time"))
          .isGreaterThan(pair.number(anna, "last_message_time"));
    });
    Pair.eventually(() -> {
      pair.send(boris, "latest");
      assertThat(pair.number(anna, "last_message_time"))
          .isGreaterThan(anna.call("getChat", "chat_id", other).number("chat.last_message_time"));
    });
    assertThat(anna.call("getChats").numbers("chats[].chat_id"))
        .containsExactly(pair.chat(), other);
    List<Long> rest =
        pair.ask(anna, "getMessages", "min_message_id", first + 1).numbers("messages[].message_id");
    hide(anna, rest.toArray()).expect("200");
    Reply one = anna.call("getChats", "limit", 1).expect("200");
    assertThat(one.numbers("chats[].chat_id")).containsExactly(other);
    Reply two = anna.call("getChats", "before", one.text("next")).expect("200");
    assertThat(two.numbers("chats[].chat_id")).containsExactly(pair.chat());
    assertThat(two.text("chats[0].last_message_text")).isEqualTo("first");
  }

  @Test
  void changesNothingWhereItIsHiddenOrErasedAlready() {
    long id = pair.send(anna, "one");
    long erased = pair.send(anna, "two");
    pair.ask(anna, "deleteMessages", "message_ids", List.of(erased), "for_everyone", true)
        .expect("200");
    hide(anna, id).expect("200");
    Talk hers = pair.listening(pair.annaHerself());
    String cursor = anna.call("sync").expect("200").text("cursor");
    Answers.hasFields(hide(anna, id));
    Answers.hasFields(hide(anna, erased, id));
    Pair.hearsNothing(hers);
    assertThat(anna.call("sync", "cursor", cursor).list("hidden")).isEmpty();
    assertThat(pair.ask(anna, "getMessages").list("messages[].deleted")).containsExactly(true);
  }

  @Test
  void hidesAllOrNone() {
    long id = pair.send(anna, "one");
    hide(anna, id, 99).expect("404", "noMessage", "message_ids[1]");
    hide(anna, 1, id).expect("404", "noMessage", "message_ids[0]");
    assertThat(contents(anna)).containsExactly("one");
  }

  /// What one has hidden one may still take from all. It stays hidden from oneself.
  @Test
  void mayBeErasedLater() {
    long hers = pair.send(anna, "hers");
    long his = pair.send(boris, "his");
    hide(anna, hers, his).expect("200");
    pair.ask(boris, "deleteMessages", "message_ids", List.of(his), "for_everyone", true)
        .expect("200");
    pair.ask(anna, "deleteMessages", "message_ids", List.of(hers), "for_everyone", true)
        .expect("200");
    assertThat(pair.ask(boris, "getMessages").list("messages[].deleted"))
        .containsExactly(true, true);
    assertThat(contents(anna)).isEmpty();
    assertThat(pair.ask(anna, "getChat").get("chat.last_message_id")).isNull();
    Reply log = pair.ask(anna, "getEvents", "min_event_id", hers).expect("200");
    assertThat(log.list("events[].message.hidden")).containsExactly(true, true);
  }

  /// What a hidden message says later is hidden as what it said first.
  @Test
  void isHiddenWithItsEdits() {
    String cursor = anna.call("sync").expect("200").text("cursor");
    long id = pair.send(boris, "first");
    pair.ask(boris, "editMessage", "message_id", id, "content", "second").expect("200");
    hide(anna, id).expect("200");
    pair.ask(boris, "editMessage", "message_id", id, "content", "third").expect("200");
    Reply log = pair.ask(anna, "getEvents", "min_event_id", id).expect("200");
    Reply sync = anna.call("sync", "cursor", cursor).expect("200");
    for (Reply seen : List.of(log, sync)) {
      assertThat(seen.texts("events[].event"))
          .containsExactly("message", "messageEdited", "messageEdited");
      assertThat(seen.list("events[].deleted")).containsExactly(true, true);
      assertThat(seen.body() + "").doesNotContain("second", "third");
    }
    assertThat(pair.ask(boris, "getEvents", "min_event_id", id).texts("events[].content"))
        .containsExactly("second", "third");
  }

  /// In notes, and in a chat that was cleared, as anywhere.
  @Test
  void isPossibleWhereverOneReads() {
    long notes = Pair.chat(anna, pair.annaHerself());
    long id = Pair.send(anna, notes, "milk");
    anna.call("deleteMessages", "chat_id", notes, "message_ids", List.of(id)).expect("200");
    assertThat(anna.call("getMessages", "chat_id", notes).list("messages")).isEmpty();
    long old = pair.send(boris, "old");
    hide(anna, old).expect("200");
    anna.call("deleteChat", "chat_id", pair.chat()).expect("200");
    hide(anna, old).expect("404", "noMessage", "message_ids[0]");
    long fresh = pair.send(boris, "fresh");
    hide(anna, fresh).expect("200");
    assertThat(contents(anna)).isEmpty();
    assertThat(anna.call("getChats").numbers("chats[].chat_id")).contains(pair.chat());
  }

  @Test
  void isGivenBySyncAPartAtATime() {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 2_100; i++) {
      boris.post("sendMessage", "chat_id", pair.chat(), "content", "m", "content_type", "text");
      if (i % 100 == 99) {
        for (int n = 0; n < 100; n++) {
          ids.add(boris.next().expect("200").number("message_id"));
        }
      }
    }
    String cursor = anna.call("sync").expect("200").text("cursor");
    for (int i = 0; i < 2_100; i += 100) {
      hide(anna, ids.subList(i, i + 100).toArray()).expect("200");
    }
    List<Long> told = new ArrayList<>();
    int answers = 0;
    for (boolean more = true; more; answers++) {
      Reply sync = anna.call("sync", "cursor", cursor).expect("200");
      told.addAll(sync.numbers("hidden[].message_ids[]"));
      cursor = sync.text("cursor");
      more = sync.truth("has_more");
    }
    assertThat(told).isEqualTo(ids);
    assertThat(answers).isEqualTo(3);
    assertThat(contents(anna)).isEmpty();
    assertThat(pair.number(anna, "unread_count")).isZero();
  }
}
