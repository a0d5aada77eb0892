package io.vestnik.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Bursts;
import io.vestnik.Crowd;
import io.vestnik.ManualClock;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.protocol.Limits;
import io.vestnik.wire.Json;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// `getEvents`: a page of a chat's log, ascending.
class GetEventsTest {
  private static final ManualClock clock = new ManualClock();
  @AutoClose private static final TestServer server = TestServer.start(clock, config -> config);
  private List<Crowd.Person> people;
  private Talk anna;
  private Talk boris;
  private long chat;

  @BeforeEach
  void meet(TestInfo test) {
    people = Crowd.of(server, test.getDisplayName(), 3);
    anna = people.get(0).talk(server);
    boris = people.get(1).talk(server);
    chat = boris.chatWith(people.get(0).id());
  }

  @AfterEach
  void part() {
    anna.close();
    boris.close();
  }

  private void send(Talk talk, String content) {
    talk.call("sendMessage", "chat_id", chat, "content", content, "content_type", "text")
        .expect("200");
  }

  private Reply read(Object... fields) {
    return Answers.hasFields(
        anna.call(
            "getEvents", Stream.concat(Stream.of("chat_id", chat), Stream.of(fields)).toArray()),
        "events",
        "first_event_id",
        "has_more");
  }

  private static void gives(Reply page, long from, long to, boolean more) {
    assertThat(page.numbers("events[].event_id"))
        .as(page.request())
        .containsExactlyElementsOf(LongStream.rangeClosed(from, to).boxed().toList());
    assertThat(page.truth("has_more")).as(page.request()).isEqualTo(more);
  }

  private Map<String, Object> entry(String event, long id, Crowd.Person from) {
    return Json.object(
        "event", event,
        "chat_id", chat,
        "event_id", id,
        "event_time", clock.millis(),
        "from_id", from.id());
  }

  @Test
  void showsHowTheChatBegan() {
    Reply page = read("min_event_id", 0);
    Map<String, Object> created = entry("chatCreated", 1, people.get(1));
    created.put("chat_type", "personal");
    created.put("members", List.of(named(people.get(0)), named(people.get(1))));
    assertThat(page.list("events")).containsExactly(created);
    assertThat(page.number("first_event_id")).isEqualTo(1);
    assertThat(page.truth("has_more")).isFalse();
  }

  private static Map<String, Object> named(Crowd.Person person) {
    return Json.object("user_id", person.id(), "username", person.name(), "role", "member");
  }

  @Test
  void showsWhoNotesBelongTo() {
    chat = anna.chatWith(people.getFirst().id());
    assertThat(read("min_event_id", 1).get("events[0].members"))
        .isEqualTo(List.of(named(people.getFirst())));
  }

  @Test
  void showsMessagesAsGetMessagesDoes() {
    clock.advance(Duration.ofSeconds(5));
    send(anna, "question");
    boris
        .call(
            "sendMessage",
            "chat_id",
            chat,
            "content",
            "answer",
            "content_type",
            "text",
            "reply_to",
            2)
        .expect("200");
    List<Object> messages = anna.call("getMessages", "chat_id", chat).list("messages");
    Map<String, Object> first = entry("message", 2, people.get(0));
    first.put("message", messages.get(0));
    Map<String, Object> second = entry("message", 3, people.get(1));
    second.put("message", messages.get(1));
    assertThat(read("min_event_id", 2).list("events")).containsExactly(first, second);
    assertThat(read("min_event_id", 2).number("events[1].message.reply_to")).isEqualTo(2);
  }

  @Test
  void readsUpwardFromTheMinimum() {
    IntStream.range(0, 9).forEach(i -> send(anna, "x" + i));
    gives(read("min_event_id", 0), 1, 10, false);
    gives(read("min_event_id", "1"), 1, 10, false);
    gives(read("min_event_id", 2), 2, 10, false);
    gives(read("min_event_id", 10), 10, 10, false);
    gives(read("min_event_id", 11), 1, 0, false);
    gives(read("min_event_id", (1L << 53) - 1), 1, 0, false);
    gives(read("min_event_id", 0, "limit", 1), 1, 1, true);
    gives(read("min_event_id", 4, "limit", 6), 4, 9, true);
    gives(read("min_event_id", 4, "limit", 7), 4, 10, false);
    gives(read("min_event_id", 4, "limit", null), 4, 10, false);
  }

  @Test
  void beginsForEachWhereTheirHistoryDoes() {
    send(boris, "one");
    anna.call("deleteChat", "chat_id", chat).expect("200");
    gives(read("min_event_id", 0), 1, 0, false);
    send(boris, "two");
    for (long min : List.of(0L, 1L, 2L, 3L)) {
      gives(read("min_event_id", min), 3, 3, false);
    }
    assertThat(read("min_event_id", 9).number("first_event_id")).isEqualTo(3);
    Reply whole = boris.call("getEvents", "chat_id", chat, "min_event_id", 0);
    gives(whole, 1, 3, false);
    assertThat(whole.number("first_event_id")).isEqualTo(1);
  }

  @Test
  void givesAThousandAtMost() {
    Object[] message = {"chat_id", chat, "content", "x", "content_type", "text"};
    assertThat(Bursts.asked(anna, 1_200, "sendMessage", message))
        .isEqualTo(Collections.nCopies(1_200, "200"));
    gives(read("min_event_id", 0), 1, 1_000, true);
    gives(read("min_event_id", 0, "limit", 1_000), 1, 1_000, true);
    gives(read("min_event_id", 1_001), 1_001, 1_201, false);
  }

  @Test
  void endsAPageEarlyWhereItWouldNotFitIntoAFrame() {
    String wide = "\u0001".repeat(16_384);
    IntStream.range(0, 24).forEach(i -> send(anna, wide));
    List<Long> all = new ArrayList<>();
    Reply page = read("min_event_id", 0);
    all.addAll(page.numbers("events[].event_id"));
    assertThat(all).hasSizeBetween(10, 12);
    while (page.truth("has_more")) {
      page = read("min_event_id", all.getLast() + 1, "limit", 1_000);
      all.addAll(page.numbers("events[].event_id"));
    }
    assertThat(all).isEqualTo(LongStream.rangeClosed(1, 25).boxed().toList());
  }

  @Test
  void refusesStrangersAndWrongFields() {
    Refusals wrong =
        Refusals.of(anna, "getEvents", "chat_id", chat, "min_event_id", 0)
            .withoutToken()
            .withoutTimestamp()
            .missing("chat_id", "min_event_id")
            .id("chat_id", 1)
            .id("min_event_id", 0)
            .limit();
    try (Talk stranger = people.get(2).talk(server)) {
      wrong.toStrangers(stranger);
    }
  }

  @Test
  void isChargedToTheReadsOfItsUser() {
    ManualClock still = new ManualClock();
    try (TestServer limited = TestServer.start(still, config -> config.with(Limits.DEFAULT))) {
      Crowd.Person one = Crowd.of(limited, "one", 1).getFirst();
      try (Talk talk = one.talk(limited)) {
        long notes = talk.chatWith(one.id());
        Object[] fields = {"chat_id", notes, "min_event_id", 0};
        Bursts.areLimited(still, Limits.DEFAULT.reads(), talk, "getEvents", fields);
      }
    }
  }
}
