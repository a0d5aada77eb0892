package io.vestnik.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Json;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// `sync`: what has changed since a cursor, no less and no more.
class SyncTest {
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

  private static Reply sync(Talk talk, @Nullable String cursor) {
    return Answers.hasFields(
        talk.call("sync", "cursor", cursor),
        "cursor",
        "chats",
        "events",
        "limited",
        "hidden",
        "removed",
        "reset",
        "has_more");
  }

  private static void isEmpty(Reply answer) {
    for (String field : new String[] {"chats", "events", "limited", "hidden", "removed"}) {
      assertThat(answer.list(field)).as(field).isEmpty();
    }
    assertThat(answer.truth("reset")).isFalse();
    assertThat(answer.truth("has_more")).isFalse();
  }

  @Test
  void givesAllOnesChatsAndNoEventsWithoutACursor() {
    long second = Pair.chat(boris, pair.veraHerself());
    pair.send(anna, "one");
    Pair.send(boris, second, "two");
    Reply all = sync(boris, null);
    assertThat(all.list("chats")).isEqualTo(boris.call("getChats").list("chats"));
    assertThat(all.numbers("chats[].chat_id")).containsExactly(second, pair.chat());
    assertThat(all.list("events")).isEmpty();
    assertThat(all.truth("has_more")).isFalse();
    assertThat(sync(boris, null).body().get("cursor")).isEqualTo(all.text("cursor"));
  }

  @Test
  void givesNothingAndTheSameCursorWhereNothingHasChanged() {
    pair.send(anna, "one");
    String cursor = sync(boris, null).text("cursor");
    Reply again = sync(boris, cursor);
    isEmpty(again);
    assertThat(again.text("cursor")).isEqualTo(cursor);
  }

  @Test
  void givesWhatWasLoggedSinceInItsOrder() {
    String cursor = sync(boris, null).text("cursor");
    pair.send(anna, "one");
    pair.send(boris, "two");
    pair.send(anna, "three");
    Reply missed = sync(boris, cursor);
    assertThat(missed.list("events"))
        .isEqualTo(pair.ask(boris, "getEvents", "min_event_id", 2).list("events"));
    assertThat(missed.numbers("events[].event_id")).containsExactly(2L, 3L, 4L);
    assertThat(missed.list("chats")).isEqualTo(boris.call("getChats").list("chats"));
    isEmpty(sync(boris, missed.text("cursor")));
  }

  @Test
  void givesAChatThatTheCursorDoesNotKnowWithoutEvents() {
    String cursor = sync(boris, null).text("cursor");
    long fresh = Pair.chat(pair.vera(), pair.borisHimself());
    Pair.send(pair.vera(), fresh, "one");
    Reply missed = sync(boris, cursor);
    assertThat(missed.numbers("chats[].chat_id")).containsExactly(fresh);
    assertThat(missed.list("events")).isEmpty();
    Pair.send(pair.vera(), fresh, "two");
    assertThat(sync(boris, missed.text("cursor")).numbers("events[].event_id")).containsExactly(3L);
  }

  /// Who was told while it looked otherwise is to be told that it does not any more.
  @Test
  void givesAChatThatHasLookedOtherMeanwhile() {
    anna.call("changeUsername", "username", "meanwhile").expect("200");
    String cursor = sync(boris, null).text("cursor");
    pair.ask(boris, "setChatSettings", "pinned", true).expect("200");
    pair.ask(boris, "setChatSettings", "pinned", false).expect("200");
    Reply settings = sync(boris, cursor);
    assertThat(settings.list("chats")).isEqualTo(boris.call("getChats").list("chats"));
    anna.call("changeUsername", "username", "otherwise").expect("200");
    anna.call("changeUsername", "username", "meanwhile").expect("200");
    Reply named = sync(boris, settings.text("cursor"));
    assertThat(named.list("chats")).isEqualTo(boris.call("getChats").list("chats"));
    isEmpty(sync(boris, named.text("cursor")));
  }

  @Test
  void givesAChatThatLooksOtherWithoutAnEntry() {
    pair.send(anna, "one");
    String his = sync(boris, null).text("cursor");
    String hers = sync(anna, null).text("cursor");
    pair.ask(boris, "markRead", "message_id", 2).expect("200");
    Reply read = sync(boris, his);
    assertThat(read.list("chats")).isEqualTo(boris.call("getChats").list("chats"));
    assertThat(read.number("chats[0].unread_count")).isZero();
    Reply readByOther = sync(anna, hers);
    assertThat(readByOther.number("chats[0].read_by_others_message_id")).isEqualTo(2);
    assertThat(readByOther.list("events")).isEmpty();
    pair.ask(boris, "setChatSettings", "pinned", true).expect("200");
    assertThat(sync(boris, read.text("cursor")).truth("chats[0].settings.pinned")).isTrue();
    isEmpty(sync(anna, readByOther.text("cursor")));
  }

  @Test
  void namesAHoleWhereMoreThanTwoHundredWait() {
    String cursor = sync(boris, null).text("cursor");
    sendMany(200);
    assertThat(sync(boris, cursor).list("events")).hasSize(200);
    pair.send(anna, "one too many");
    Reply hole = sync(boris, cursor);
    assertThat(hole.list("events")).isEmpty();
    assertThat(hole.list("limited"))
        .containsExactly(
            Json.object("chat_id", pair.chat(), "from_event_id", 2L, "to_event_id", 202L));
    assertThat(hole.list("chats")).isEqualTo(boris.call("getChats").list("chats"));
    isEmpty(sync(boris, hole.text("cursor")));
  }

  @Test
  void namesAHoleWhereMoreWaitThanTheLimit() {
    String cursor = sync(boris, null).text("cursor");
    sendMany(3);
    Reply hole = boris.call("sync", "cursor", cursor, "limit", 2).expect("200");
    assertThat(hole.list("events")).isEmpty();
    assertThat(hole.number("limited[0].from_event_id")).isEqualTo(2);
    assertThat(hole.number("limited[0].to_event_id")).isEqualTo(4);
    Reply all = boris.call("sync", "cursor", cursor, "limit", 3).expect("200");
    assertThat(all.list("events")).hasSize(3);
    assertThat(all.list("limited")).isEmpty();
  }

  private void sendMany(int count) {
    for (int i = 0; i < count; i++) {
      anna.post("sendMessage", "chat_id", pair.chat(), "content", "x", "content_type", "text");
    }
    for (int i = 0; i < count; i++) {
      anna.next().expect("200");
    }
  }

  @Test
  void saysThatAChatWasClearedAndWhenItIsBack() {
    pair.send(anna, "one");
    String before = sync(boris, null).text("cursor");
    pair.ask(boris, "deleteChat").expect("200");
    Reply gone = sync(boris, before);
    assertThat(gone.list("removed")).containsExactly(removed("cleared"));
    assertThat(gone.list("chats")).isEmpty();
    isEmpty(sync(boris, gone.text("cursor")));
    pair.send(anna, "two");
    Reply back = sync(boris, before);
    assertThat(back.list("removed")).containsExactly(removed("cleared"));
    assertThat(back.numbers("chats[].chat_id")).containsExactly(pair.chat());
    assertThat(back.list("events")).isEmpty();
    Reply fresh = sync(boris, gone.text("cursor"));
    assertThat(fresh.list("removed")).isEmpty();
    assertThat(fresh.numbers("chats[].chat_id")).containsExactly(pair.chat());
    isEmpty(sync(boris, back.text("cursor")));
    assertThat(fresh.text("cursor")).isEqualTo(back.text("cursor"));
  }

  @Test
  void saysThatAChatHasEnded() {
    String cursor = sync(boris, null).text("cursor");
    pair.ask(anna, "deleteChat", "for_everyone", true).expect("200");
    Reply gone = sync(boris, cursor);
    assertThat(gone.list("removed")).containsExactly(removed("deleted"));
    isEmpty(sync(boris, gone.text("cursor")));
  }

  private Map<String, Object> removed(String reason) {
    return Json.object("chat_id", pair.chat(), "reason", reason);
  }

  /// A cursor of someone else's tells nothing of their chats.
  @Test
  void tellsNothingOfTheChatsInACursorOfAnother() {
    pair.send(anna, "one");
    String hers = sync(anna, null).text("cursor");
    Reply foreign = sync(pair.vera(), hers);
    assertThat(foreign.list("removed")).containsExactly(removed("deleted"));
    assertThat(foreign.list("chats")).isEmpty();
    assertThat(foreign.list("events")).isEmpty();
  }

  @Test
  void asksToBeginAnewWithACursorOfOtherData() {
    try (TestServer other = TestServer.start();
        Pair elsewhere = Pair.of(other, "elsewhere")) {
      String foreign = sync(elsewhere.anna(), null).text("cursor");
      Reply reset = sync(anna, foreign);
      assertThat(reset.truth("reset")).isTrue();
      assertThat(reset.truth("has_more")).isFalse();
      for (String field : List.of("chats", "events", "limited", "hidden", "removed")) {
        assertThat(reset.list(field)).isEmpty();
      }
    }
  }

  @Test
  void isPipelinedBehindSubscribe() {
    String cursor = sync(boris, null).text("cursor");
    pair.send(anna, "one");
    Talk his = pair.another(pair.borisHimself());
    his.post("subscribe");
    his.post("sync", "cursor", cursor);
    pair.send(anna, "two");
    his.next().expect("200");
    Set<Long> known = new TreeSet<>(his.next().expect("200").numbers("events[].event_id"));
    pair.send(anna, "three");
    long heard = 0;
    while (heard < 4) {
      heard = his.nextEvent("message").number("event_id");
      known.add(heard);
    }
    assertThat(known).containsExactly(2L, 3L, 4L);
  }

  @Test
  void refusesWrongFieldsAndWhatIsNoCursor() {
    Refusals.of(anna, "sync")
        .withoutToken()
        .withoutTimestamp()
        .text("cursor")
        .limit()
        .wrong("cursor", "422", "format", "", "A", "AAAA", "курсор", "a b", "=", "////");
  }
}
