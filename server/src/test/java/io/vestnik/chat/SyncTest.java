package io.vestnik.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// `sync`: what has changed since a cursor, no less and no more.
class SyncTest {
  private static final TestServer server = TestServer.start();
  private Pair pair;
  private Talk anna;
  private Talk boris;

  @BeforeEach
  void meet(TestInfo test) {
    pair = Pair.of(server, test.getDisplayName());
    anna = pair.anna();
    boris = pair.boris();
  }

  @AfterEach
  void part() {
    pair.close();
  }

  @AfterAll
  static void stop() {
    server.close();
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
  void refusesWrongFieldsAndWhatIsNoCursor() {
    Refusals.of(anna, "sync")
        .withoutToken()
        .withoutTimestamp()
        .text("cursor")
        .limit()
        .wrong("cursor", "422", "format", "", "A", "AAAA", "курсор", "a b", "=", "////");
  }
}
