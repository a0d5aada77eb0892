package io.vestnik.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Bursts;
import io.vestnik.Crowd;
import io.vestnik.ManualClock;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.protocol.Limits;
import io.vestnik.wire.Json;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/// `deleteMessages` for everyone: they are erased. For oneself: HiddenMessagesTest.
class DeleteMessagesTest {
  @AutoClose private static final TestServer server = TestServer.start();
  private static final AtomicInteger PAIRS = new AtomicInteger();
  @AutoClose private Pair pair;
  private Talk anna;
  private Talk boris;

  @BeforeEach
  void meet() {
    pair = Pair.of(server, "deleting" + PAIRS.incrementAndGet() + ".");
    anna = pair.anna();
    boris = pair.boris();
  }

  private Reply delete(Talk talk, List<?> messages) {
    return pair.ask(talk, "deleteMessages", "message_ids", messages, "for_everyone", true);
  }

  @Test
  void erasesForEveryoneAndTellsAll() {
    Talk hers = pair.listening(pair.annaHerself());
    Talk his = pair.listening(pair.borisHimself());
    long one = pair.send(anna, "one");
    long two = pair.send(anna, "two");
    pair.send(anna, "three");
    Reply reply =
        Answers.hasFields(delete(anna, List.of(two, one, Long.toString(two))), "event_id");
    assertThat(reply.number("event_id")).isEqualTo(5);
    Entries.isEntry(
        Entries.heardByAll(pair, "messagesDeleted", hers, his),
        pair,
        5,
        pair.annaHerself().id(),
        "message_ids",
        List.of(one, two),
        "reason",
        "deleted");
    for (Talk talk : List.of(anna, boris)) {
      Reply read = pair.ask(talk, "getMessages").expect("200");
      assertThat(read.texts("messages[].content")).containsExactly("", "", "three");
      assertThat(read.list("messages[].deleted")).containsExactly(true, true);
    }
    assertThat(pair.number(boris, "unread_count")).isEqualTo(1);
  }

  @Test
  void leavesTheMessagesNumberAndNothingThatWasPutToIt() {
    long question = pair.send(boris, "question");
    long id =
        pair.ask(
                anna,
                "sendMessage",
                "content",
                "@" + pair.borisHimself().name(),
                "content_type",
                "text",
                "reply_to",
                question,
                "client_message_id",
                "k")
            .expect("200")
            .number("message_id");
    pair.ask(boris, "react", "message_id", id, "reaction", "👍").expect("200");
    pair.ask(boris, "pinMessage", "message_id", id, "pinned", true).expect("200");
    assertThat(pair.number(boris, "unread_mentions")).isEqualTo(1);
    pair.ask(anna, "editMessage", "message_id", id, "content", "another").expect("200");
    String time =
        pair.ask(anna, "getMessages", "min_message_id", id).get("messages[0].content_time") + "";
    delete(anna, List.of(id)).expect("200");
    Map<String, @Nullable Object> left = erased(id, Long.parseLong(time));
    assertThat(pair.ask(boris, "getMessages", "min_message_id", id).get("messages[0]"))
        .isEqualTo(left);
    assertThat(pair.ask(boris, "getEvents", "min_event_id", id).get("events[0].message"))
        .isEqualTo(left);
    left.put("client_message_id", "k");
    assertThat(pair.ask(anna, "getMessages", "min_message_id", id).get("messages[0]"))
        .isEqualTo(left);
    nothingIsLeftOf(id);
  }

  private Map<String, @Nullable Object> erased(long id, long time) {
    Crowd.Person author = pair.annaHerself();
    Map<String, @Nullable Object> left = Json.object("message_id", id, "chat_id", pair.chat());
    left.putAll(Json.object("from_id", author.id(), "from_name", author.name()));
    left.putAll(Json.object("content", "", "content_type", "text", "content_time", time));
    left.put("deleted", true);
    return left;
  }

  private void nothingIsLeftOf(long id) {
    Reply chat = pair.ask(boris, "getChat").expect("200");
    assertThat(chat.list("chat.pinned_message_ids")).isEmpty();
    assertThat(chat.number("chat.unread_mentions")).isZero();
    assertThat(chat.number("chat.unread_count")).isZero();
    assertThat(chat.text("chat.last_message_text")).isEmpty();
    assertThat(chat.number("chat.last_message_id")).isEqualTo(id);
    Reply log = pair.ask(boris, "getEvents", "min_event_id", id + 3).expect("200");
    Entries.isEntry(
        object(log.get("events[0]")),
        pair,
        id + 3,
        pair.annaHerself().id(),
        "message_id",
        id,
        "deleted",
        true);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> object(@Nullable Object value) {
    return (Map<String, @Nullable Object>) value;
  }

  @Test
  void erasesAllOrNone() {
    List<Long> ids = new ArrayList<>();
    IntStream.range(0, 99).forEach(i -> ids.add(pair.send(anna, "m" + i)));
    long foreign = pair.send(boris, "foreign");
    ids.add(57, foreign);
    delete(anna, ids).expect("403", "notYours", "message_ids[57]");
    // What does not exist is looked for first, wherever it stands.
    List<Long> unknown = new ArrayList<>(ids);
    unknown.set(99, 5_000L);
    delete(anna, unknown).expect("404", "noMessage", "message_ids[99]");
    assertThat(pair.ask(boris, "getMessages").list("messages[].deleted")).isEmpty();
    assertThat(pair.number(anna, "last_event_id")).isEqualTo(foreign);
    ids.set(57, ids.getFirst());
    assertThat(delete(anna, ids).expect("200").number("event_id")).isEqualTo(foreign + 1);
    assertThat(pair.ask(boris, "getMessages").list("messages[].deleted")).hasSize(99);
  }

  @Test
  void passesOverWhatIsErasedAlready() {
    long one = pair.send(anna, "one");
    long two = pair.send(anna, "two");
    long his = pair.send(boris, "his");
    delete(anna, List.of(one)).expect("200");
    Answers.hasFields(delete(anna, List.of(one, one)));
    delete(boris, List.of(his)).expect("200");
    // So it is of another's, too.
    assertThat(delete(anna, List.of(his, one, two)).expect("200").number("event_id")).isEqualTo(7);
    assertThat(pair.ask(boris, "getEvents", "min_event_id", 7).numbers("events[].message_ids[]"))
        .containsExactly(two);
    Answers.hasFields(delete(anna, List.of(one, two, his)));
    assertThat(pair.number(anna, "last_event_id")).isEqualTo(7);
  }

  @Test
  void keepsTheClientsKey() {
    Object[] sent = {"content", "one", "content_type", "text", "client_message_id", "k"};
    long id = pair.ask(anna, "sendMessage", sent).expect("200").number("message_id");
    delete(anna, List.of(id)).expect("200");
    sent[1] = "quite another";
    Reply again = pair.ask(anna, "sendMessage", sent).expect("200");
    assertThat(again.number("message_id")).isEqualTo(id);
    assertThat(again.truth("duplicate")).isTrue();
    assertThat(pair.ask(anna, "getMessages").list("messages")).hasSize(1);
  }

  @Test
  void neverErasesAnothersInAPersonalChat() {
    long his = pair.send(boris, "his");
    delete(anna, List.of(his)).expect("403", "notYours", "message_ids[0]");
    delete(anna, List.of(1)).expect("404", "noMessage", "message_ids[0]");
    delete(pair.vera(), List.of(his)).expect("423", "notMember", "chat_id");
    boris.call("deleteChat", "chat_id", pair.chat()).expect("200");
    delete(boris, List.of(his)).expect("404", "noMessage", "message_ids[0]");
  }

  @Test
  void tellsOfItInSync() {
    long id = pair.send(anna, "one");
    String cursor = boris.call("sync").expect("200").text("cursor");
    delete(anna, List.of(id)).expect("200");
    Reply sync = boris.call("sync", "cursor", cursor).expect("200");
    assertThat(sync.texts("events[].event")).containsExactly("messagesDeleted");
    assertThat(sync.text("chats[0].last_message_text")).isEmpty();
    assertThat(sync.list("hidden")).isEmpty();
  }

  /// Not in the database, its log file, nor anything beside them: neither what it said last nor
  /// what it said before.
  @Test
  @DisabledIfSystemProperty(
      named = "database",
      matches = "postgres",
      disabledReason = "looks into SQLite's files")
  void leavesNothingOfTheContentInTheFiles() {
    List<Long> erased = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String filler = " filler".repeat(i % 4 == 3 ? 2_000 : 10 * (i % 4));
      long gone = pair.send(anna, "первослово" + i + filler);
      erased.add(gone);
      pair.send(anna, "kept" + i + filler);
      if (i % 2 == 0) {
        edit(gone, "второслово" + i + filler);
        edit(gone, "третьеслово" + i + filler);
      }
    }
    for (String word : List.of("первослово", "второслово", "третьеслово")) {
      assertThat(server.placesInFiles(word)).as(word).isPositive();
    }
    delete(anna, erased).expect("200");
    Pair.eventually(() -> {
      for (String word : List.of("первослово", "второслово", "третьеслово")) {
        assertThat(server.placesInFiles(word)).as(word).isZero();
      }
    });
    assertThat(server.placesInFiles("kept59")).isPositive();
    assertThat(pair.ask(boris, "getMessages", "limit", 1).text("messages[0].content"))
        .startsWith("kept59");
  }

  private void edit(long id, String content) {
    pair.ask(anna, "editMessage", "message_id", id, "content", content).expect("200");
  }

  @Test
  void refusesStrangersAndWrongFields() {
    long id = pair.send(anna, "x");
    Refusals.of(
            anna,
            "deleteMessages",
            "chat_id",
            pair.chat(),
            "message_ids",
            List.of(id),
            "for_everyone",
            true)
        .withoutToken()
        .withoutTimestamp()
        .missing("chat_id", "message_ids")
        .id("chat_id", 1)
        .truth("for_everyone")
        .wrong("message_ids", "422", "type", 5, "5", true, Map.of())
        .wrong("message_ids", "422", "range", List.of())
        .wrong("message_ids", "413", "tooLong", Collections.nCopies(101, id))
        .toStrangers(pair.vera());
    delete(anna, List.of(id, "x")).expect("422", "type", "message_ids[1]");
    delete(anna, List.of(id, 0)).expect("422", "range", "message_ids[1]");
    delete(anna, Arrays.asList(null, id)).expect("422", "missing", "message_ids[0]");
    delete(anna, LongStream.range(1, 103).boxed().toList()).expect("413", "tooLong", "message_ids");
    assertThat(pair.ask(boris, "getMessages").texts("messages[].content")).containsExactly("x");
  }

  @Test
  void isChargedToTheChangesOfItsUser() {
    ManualClock clock = new ManualClock();
    try (TestServer limited = TestServer.start(clock, config -> config.with(Limits.DEFAULT));
        Pair busy = Pair.of(limited, "busy")) {
      long id = busy.send(busy.anna(), "x");
      clock.advance(Duration.ofMinutes(1));
      Object[] request = {"chat_id", busy.chat(), "message_ids", List.of(id)};
      Bursts.areLimited(clock, Limits.DEFAULT.changes(), busy.anna(), "deleteMessages", request);
      busy.ask(busy.anna(), "react", "message_id", id, "reaction", null).expect("429", "throttled");
    }
  }
}
