package io.vestnik.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Bursts;
import io.vestnik.ManualClock;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.protocol.Limits;
import io.vestnik.wire.Json;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// `getMessageHistory`: what a message has said, for its author and a group's admins.
class GetMessageHistoryTest {
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

  private Reply history(Talk talk, long id) {
    return pair.ask(talk, "getMessageHistory", "message_id", id);
  }

  private long edit(long id, String content) {
    return pair.ask(anna, "editMessage", "message_id", id, "content", content)
        .expect("200")
        .number("event_id");
  }

  @Test
  void hasOneVersionOfWhatWasNeverEdited() {
    long id = pair.send(anna, "one");
    Reply reply = Answers.hasFields(history(anna, id), "versions");
    Object time = pair.ask(anna, "getMessages").get("messages[0].content_time");
    assertThat(reply.list("versions")).containsExactly(Json.object("content", "one", "time", time));
  }

  @Test
  void hasAllThatItSaidTheOldestFirst() {
    long id = pair.send(anna, "one");
    edit(id, "two");
    edit(id, "two");
    long last = edit(id, "три");
    Reply reply = history(anna, id).expect("200");
    assertThat(reply.texts("versions[].content")).containsExactly("one", "two", "two", "три");
    Reply log = pair.ask(anna, "getEvents", "min_event_id", id).expect("200");
    assertThat(reply.numbers("versions[].time")).isEqualTo(log.numbers("events[].event_time"));
    assertThat(log.numbers("events[].event_id")).endsWith(last);
    // Another message's are not among them.
    long other = pair.send(anna, "other");
    edit(other, "another");
    assertThat(history(anna, id).texts("versions[].content")).hasSize(4);
    assertThat(history(anna, other).texts("versions[].content"))
        .containsExactly("other", "another");
  }

  @Test
  void isForItsAuthorAlone() {
    long id = pair.send(anna, "one");
    history(boris, id).expect("403", "notYours", "message_id");
    history(boris, 1).expect("404", "noMessage", "message_id");
    history(pair.vera(), id).expect("423", "notMember", "chat_id");
  }

  @Test
  void givesTheNewestWhereNotAllOfItFits() {
    long id = pair.send(anna, "first");
    for (int i = 0; i < 70; i++) {
      edit(id, i + "я".repeat(16_000));
    }
    List<String> contents = history(anna, id).expect("200").texts("versions[].content");
    assertThat(contents).hasSizeBetween(25, 33);
    for (int i = 0; i < contents.size(); i++) {
      assertThat(contents.get(i)).startsWith(70 - contents.size() + i + "я");
    }
  }

  @Test
  void refusesStrangersAndWrongFields() {
    long id = pair.send(anna, "x");
    Refusals.of(anna, "getMessageHistory", "chat_id", pair.chat(), "message_id", id)
        .withoutToken()
        .withoutTimestamp()
        .missing("chat_id", "message_id")
        .id("chat_id", 1)
        .id("message_id", 1)
        .toStrangers(pair.vera());
  }

  @Test
  void isChargedToTheReadsOfItsUser() {
    ManualClock clock = new ManualClock();
    try (TestServer limited = TestServer.start(clock, config -> config.with(Limits.DEFAULT));
        Pair busy = Pair.of(limited, "busy")) {
      long id = busy.send(busy.anna(), "x");
      clock.advance(Duration.ofMinutes(1));
      Object[] request = {"chat_id", busy.chat(), "message_id", id};
      Bursts.areLimited(clock, Limits.DEFAULT.reads(), busy.anna(), "getMessageHistory", request);
    }
  }
}
