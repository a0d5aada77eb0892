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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `getMessages`: a page of a chat's messages, ascending whichever way it is read.
class GetMessagesTest {
  private static final TestServer server = TestServer.start();

  // A chat with the messages 2 to 11, by two in turns.
  private static List<Crowd.Person> people;
  private static Talk anna;
  private static long ten;

  @BeforeAll
  static void fill() {
    people = Crowd.of(server, "reader", 3);
    anna = people.getFirst().talk(server);
    ten = chat(people.get(1));
    try (Talk boris = people.get(1).talk(server)) {
      for (int i = 2; i < 12; i++) {
        send(i % 2 == 0 ? anna : boris, ten, "message " + i);
      }
    }
  }

  @AfterAll
  static void stop() {
    anna.close();
    server.close();
  }

  private static long chat(Crowd.Person with) {
    return anna.chatWith(with.id());
  }

  private static Reply send(Talk talk, long chat, String content) {
    return talk.call("sendMessage", "chat_id", chat, "content", content, "content_type", "text")
        .expect("200");
  }

  private static Reply read(Object... fields) {
    return Answers.hasFields(
        anna.call(
            "getMessages", Stream.concat(Stream.of("chat_id", ten), Stream.of(fields)).toArray()),
        "messages",
        "has_more");
  }

  private static void gives(Reply page, long from, long to, boolean more) {
    assertThat(page.numbers("messages[].message_id"))
        .as(page.request())
        .containsExactlyElementsOf(LongStream.rangeClosed(from, to).boxed().toList());
    assertThat(page.truth("has_more")).as(page.request()).isEqualTo(more);
  }

  @Test
  void showsAMessageWithExactlyItsFields() {
    Map<String, Object> plain =
        Json.object(
            "message_id",
            3L,
            "chat_id",
            ten,
            "from_id",
            people.get(1).id(),
            "from_name",
            "reader1",
            "content",
            "message 3",
            "content_type",
            "text");
    Reply page = read("min_message_id", 3, "max_message_id", 3);
    plain.put("content_time", page.number("messages[0].content_time"));
    assertThat(page.list("messages")).containsExactly(plain);
    assertThat(page.number("messages[0].content_time")).isPositive();
    assertThat(read().texts("messages[].from_name")).startsWith("reader0", "reader1", "reader0");
  }

  @Test
  void givesAllWhereNothingIsSaid() {
    gives(read(), 2, 11, false);
    gives(read("min_message_id", null, "max_message_id", null, "limit", null), 2, 11, false);
    assertThat(anna.call("getMessages", "chat_id", Long.toString(ten)).list("messages"))
        .isEqualTo(read().list("messages"));
  }

  @Test
  void readsUpwardFromAMinimum() {
    gives(read("min_message_id", 0), 2, 11, false);
    gives(read("min_message_id", 1), 2, 11, false);
    gives(read("min_message_id", 2), 2, 11, false);
    gives(read("min_message_id", "9"), 9, 11, false);
    gives(read("min_message_id", 11), 11, 11, false);
    gives(read("min_message_id", 12), 1, 0, false);
    gives(read("min_message_id", (1L << 53) - 1), 1, 0, false);
    gives(read("min_message_id", 0, "limit", 3), 2, 4, true);
    gives(read("min_message_id", 9, "limit", 3), 9, 11, false);
    gives(read("min_message_id", 9, "limit", 2), 9, 10, true);
  }

  @Test
  void readsDownwardFromAMaximumAlone() {
    gives(read("max_message_id", 5), 2, 5, false);
    gives(read("max_message_id", "5", "limit", 3), 3, 5, true);
    gives(read("max_message_id", 5, "limit", 4), 2, 5, false);
    gives(read("max_message_id", 99, "limit", 1), 11, 11, true);
    gives(read("max_message_id", 2, "limit", 1), 2, 2, false);
    gives(read("max_message_id", 1), 1, 0, false);
    gives(read("max_message_id", 0), 1, 0, false);
  }

  @Test
  void readsTheNewestWhereNeitherIsGiven() {
    gives(read("limit", 1), 11, 11, true);
    gives(read("limit", 9), 3, 11, true);
    gives(read("limit", 10), 2, 11, false);
    gives(read("limit", 1000), 2, 11, false);
  }

  @Test
  void readsUpwardBetweenTheTwo() {
    gives(read("min_message_id", 4, "max_message_id", 6), 4, 6, false);
    gives(read("min_message_id", 4, "max_message_id", 6, "limit", 3), 4, 6, false);
    gives(read("min_message_id", 4, "max_message_id", 6, "limit", 2), 4, 5, true);
    gives(read("min_message_id", 0, "max_message_id", 2), 2, 2, false);
    gives(read("min_message_id", 6, "max_message_id", 4), 1, 0, false);
    gives(read("min_message_id", 0, "max_message_id", 0), 1, 0, false);
  }

  @Test
  void isEmptyForAChatWithoutMessages() {
    long notes = chat(people.getFirst());
    for (Object min : new Object[] {null, 0, 1, 5}) {
      Reply page = anna.call("getMessages", "chat_id", notes, "min_message_id", min);
      assertThat(page.expect("200").list("messages")).isEmpty();
      assertThat(page.truth("has_more")).isFalse();
    }
  }

  @Test
  void givesAThousandAtMostAndAllOfThemPageByPage() {
    List<Crowd.Person> pair = Crowd.of(server, "thousand", 1);
    try (Talk talk = pair.getFirst().talk(server)) {
      long notes = talk.chatWith(pair.getFirst().id());
      Object[] message = {"chat_id", notes, "content", "x", "content_type", "text"};
      assertThat(Bursts.asked(talk, 1_500, "sendMessage", message))
          .isEqualTo(Collections.nCopies(1_500, "200"));
      gives(talk.call("getMessages", "chat_id", notes), 502, 1_501, true);
      gives(talk.call("getMessages", "chat_id", notes, "limit", 1000), 502, 1_501, true);
      gives(talk.call("getMessages", "chat_id", notes, "max_message_id", 501), 2, 501, false);
      gives(talk.call("getMessages", "chat_id", notes, "min_message_id", 0), 2, 1_001, true);
      gives(
          talk.call("getMessages", "chat_id", notes, "min_message_id", 1_002), 1_002, 1_501, false);
    }
  }

  @Test
  void endsAPageEarlyWhereItWouldNotFitIntoAFrame() {
    Crowd.Person writer = Crowd.of(server, "writer", 1).getFirst();
    try (Talk talk = writer.talk(server)) {
      long notes = talk.chatWith(writer.id());
      // Each is written in 98,304 bytes, so that ten of them fit.
      Map<String, Object> message =
          Json.object("chat_id", notes, "content", "\u0001".repeat(16_384), "content_type", "text");
      talk.postAll("sendMessage", Collections.nCopies(25, message));
      IntStream.range(0, 25).forEach(_ -> talk.next().expect("200"));
      talk.client()
          .send(
              Json.write(
                  Json.object(
                      "mode",
                      "getMessages",
                      "timestamp",
                      1,
                      "token",
                      talk.token(),
                      "chat_id",
                      notes)));
      String frame = talk.client().receive();
      assertThat(frame.getBytes(StandardCharsets.UTF_8).length).isBetween(950_000, 1 << 20);
      gives(talk.call("getMessages", "chat_id", notes), 17, 26, true);
      gives(talk.call("getMessages", "chat_id", notes, "max_message_id", 16), 7, 16, true);
      gives(talk.call("getMessages", "chat_id", notes, "max_message_id", 6), 2, 6, false);
      List<Long> upward = new ArrayList<>();
      Reply page = talk.call("getMessages", "chat_id", notes, "min_message_id", 0, "limit", 11);
      upward.addAll(page.numbers("messages[].message_id"));
      while (page.truth("has_more")) {
        page = talk.call("getMessages", "chat_id", notes, "min_message_id", upward.getLast() + 1);
        upward.addAll(page.numbers("messages[].message_id"));
      }
      assertThat(upward).isEqualTo(LongStream.rangeClosed(2, 26).boxed().toList());
    }
  }

  @Test
  void seesWhatIsSentBeforeItOnTheSameConnection() {
    long chat = chat(people.get(2));
    for (int i = 1; i <= 20; i++) {
      anna.post("sendMessage", "chat_id", chat, "content", "x", "content_type", "text");
      anna.post("getMessages", "chat_id", chat, "min_message_id", 0);
    }
    for (int i = 1; i <= 20; i++) {
      anna.next().expect("200");
      assertThat(anna.next().list("messages")).hasSize(i);
    }
  }

  @Test
  void refusesStrangersAndWrongFields() {
    Refusals wrong =
        Refusals.of(anna, "getMessages", "chat_id", ten)
            .withoutToken()
            .withoutTimestamp()
            .missing("chat_id")
            .id("chat_id", 1)
            .id("min_message_id", 0)
            .id("max_message_id", 0)
            .limit();
    try (Talk stranger = people.get(2).talk(server)) {
      wrong.toStrangers(stranger);
    }
  }

  @Test
  void isChargedToTheReadsOfItsUser() {
    ManualClock clock = new ManualClock();
    try (TestServer limited = TestServer.start(clock, config -> config.with(Limits.DEFAULT))) {
      Crowd.Person one = Crowd.of(limited, "one", 1).getFirst();
      try (Talk talk = one.talk(limited)) {
        long notes = talk.chatWith(one.id());
        Bursts.areLimited(clock, Limits.DEFAULT.reads(), talk, "getMessages", "chat_id", notes);
        send(talk, notes, "is no read");
      }
    }
  }
}
