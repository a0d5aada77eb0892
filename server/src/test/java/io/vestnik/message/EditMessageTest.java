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
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// `editMessage`: one's own text gets another content.
class EditMessageTest {
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

  private Reply edit(Talk talk, long message, String content) {
    return pair.ask(talk, "editMessage", "message_id", message, "content", content);
  }

  @Test
  void givesTheMessageAnotherContentAndTellsAll() {
    long id = pair.send(anna, "helo");
    Talk hers = pair.listening(pair.annaHerself());
    Talk his = pair.listening(pair.borisHimself());
    Reply reply = Answers.hasFields(edit(anna, id, "hello"), "event_id");
    assertThat(reply.number("event_id")).isEqualTo(3);
    Map<String, @Nullable Object> entry = Entries.heardByAll(pair, "messageEdited", hers, his);
    Object time = entry.get("event_time");
    Entries.isEntry(
        entry,
        pair,
        3,
        pair.annaHerself().id(),
        "message_id",
        id,
        "content",
        "hello",
        "edited_time",
        time);
    Reply read = pair.ask(boris, "getMessages").expect("200");
    assertThat(read.texts("messages[].content")).containsExactly("hello");
    assertThat(read.get("messages[0].edited_time")).isEqualTo(time);
    assertThat(pair.ask(boris, "getChat").text("chat.last_message_text")).isEqualTo("hello");
    assertThat(pair.number(boris, "unread_count")).isEqualTo(1);
    Pair.hearsNothing(his);
  }

  @Test
  void leavesEachEditInTheLogAsItWasAndTheMessageAsItIs() {
    String cursor = boris.call("sync").expect("200").text("cursor");
    long id = pair.send(anna, "one");
    edit(anna, id, "two").expect("200");
    edit(anna, id, "three").expect("200");
    // The same once more is an edit too.
    assertThat(edit(anna, id, "three").expect("200").number("event_id")).isEqualTo(5);
    Reply log = pair.ask(boris, "getEvents", "min_event_id", 2).expect("200");
    assertThat(log.texts("events[].event"))
        .containsExactly("message", "messageEdited", "messageEdited", "messageEdited");
    assertThat(log.text("events[0].message.content")).isEqualTo("three");
    assertThat(log.number("events[0].message.edited_time"))
        .isEqualTo(log.number("events[3].event_time"));
    assertThat(log.texts("events[].content")).containsExactly("two", "three", "three");
    assertThat(log.numbers("events[].edited_time"))
        .isEqualTo(log.numbers("events[].event_time").subList(1, 4));
    Reply sync = boris.call("sync", "cursor", cursor).expect("200");
    assertThat(sync.list("events")).isEqualTo(log.list("events"));
    assertThat(sync.text("chats[0].last_message_text")).isEqualTo("three");
  }

  @Test
  void leavesAllElseOfTheMessage() {
    long question = pair.send(boris, "?");
    Object[] sent = {
      "content", "one", "content_type", "text", "client_message_id", "k", "reply_to", question
    };
    long id = pair.ask(anna, "sendMessage", sent).expect("200").number("message_id");
    pair.ask(boris, "react", "message_id", id, "reaction", "👍").expect("200");
    pair.ask(boris, "pinMessage", "message_id", id, "pinned", true).expect("200");
    edit(anna, id, "два").expect("200");
    Reply read = pair.ask(anna, "getMessages", "min_message_id", id).expect("200");
    assertThat(read.text("messages[0].content")).isEqualTo("два");
    assertThat(read.number("messages[0].reply_to")).isEqualTo(question);
    assertThat(read.text("messages[0].client_message_id")).isEqualTo("k");
    assertThat(read.text("messages[0].reactions[0].reaction")).isEqualTo("👍");
    assertThat(read.truth("messages[0].pinned")).isTrue();
    // A repeat of what was first sent is still one.
    Reply again = pair.ask(anna, "sendMessage", sent).expect("200");
    assertThat(again.number("message_id")).isEqualTo(id);
    assertThat(again.truth("duplicate")).isTrue();
  }

  @Test
  void deliversPlainTextToTheLetter() {
    long id = pair.send(anna, "x");
    for (String content :
        List.of(" ", "\n\t\"\\</script>", "и\u0306", "🂡".repeat(16_384), "a\u202Eb")) {
      edit(anna, id, content).expect("200");
      Reply read = pair.ask(boris, "getMessages").expect("200");
      assertThat(read.text("messages[0].content")).isEqualTo(content);
    }
  }

  @Test
  void refusesWhatIsNotOnesOwnText() {
    long his = pair.send(boris, "mine");
    long hers = pair.send(anna, "hers");
    edit(anna, his, "x").expect("403", "notYours", "message_id");
    edit(boris, hers, "x").expect("403", "notYours", "message_id");
    edit(anna, 1, "x").expect("404", "noMessage", "message_id");
    edit(anna, 4, "x").expect("404", "noMessage", "message_id");
    edit(anna, (1L << 53) - 1, "x").expect("404", "noMessage", "message_id");
    Reply forwarded =
        pair.ask(
            anna, "forwardMessages", "from_chat_id", pair.chat(), "message_ids", List.of(hers));
    edit(anna, forwarded.expect("200").numbers("message_ids").getFirst(), "x")
        .expect("403", "notYours", "message_id");
    anna.call("deleteChat", "chat_id", pair.chat()).expect("200");
    edit(anna, hers, "x").expect("404", "noMessage", "message_id");
    assertThat(pair.ask(boris, "getMessages").texts("messages[].content"))
        .containsExactly("mine", "hers", "hers");
  }

  @Test
  void refusesStrangersAndWrongFields() {
    long id = pair.send(anna, "x");
    Refusals.of(anna, "editMessage", "chat_id", pair.chat(), "message_id", id, "content", "y")
        .withoutToken()
        .withoutTimestamp()
        .missing("chat_id", "message_id", "content")
        .id("chat_id", 1)
        .id("message_id", 1)
        .text("content")
        .wrong("content", "422", "range", "")
        .wrong("content", "413", "tooLong", "x".repeat(16_385))
        .toStrangers(pair.vera());
    // 423 comes before 404, and a wrong field before both.
    edit(pair.vera(), 99, "x").expect("423", "notMember", "chat_id");
    edit(pair.vera(), 99, "").expect("422", "range", "content");
    assertThat(pair.ask(boris, "getMessages").texts("messages[].content")).containsExactly("x");
  }

  /// Whichever is first: in the end nothing of it is there.
  @Test
  void mayRaceWithTheDeletionOfTheMessage() {
    Talk other = pair.another(pair.annaHerself());
    List<Long> ids = IntStream.range(0, 40).mapToObj(i -> pair.send(anna, "secret" + i)).toList();
    for (long id : ids) {
      for (int i = 0; i < 4; i++) {
        anna.post(
            "editMessage", "chat_id", pair.chat(), "message_id", id, "content", "secret again");
      }
      other.post(
          "deleteMessages",
          "chat_id",
          pair.chat(),
          "message_ids",
          List.of(id),
          "for_everyone",
          true);
    }
    List<String> edits = IntStream.range(0, 160).mapToObj(_ -> anna.next().status()).toList();
    assertThat(edits).containsAnyOf("200", "404").isSubsetOf("200", "404");
    ids.forEach(_ -> other.next().expect("200"));
    Reply read = pair.ask(boris, "getMessages").expect("200");
    assertThat(read.texts("messages[].content")).hasSize(40).containsOnly("");
    assertThat(read.has("messages[0].edited_time")).isFalse();
    for (Object entry : Entries.log(pair, boris, 42)) {
      assertThat(Json.write(entry)).doesNotContain("secret");
    }
    long edited = edits.stream().filter("200"::equals).count();
    assertThat(
            Entries.log(pair, boris, 42).stream()
                .filter(entry -> Json.write(entry).contains("messageEdited"))
                .filter(entry -> Json.write(entry).contains("\"deleted\":true")))
        .hasSize((int) edited);
  }

  @Test
  void isChargedToTheSendingOfItsUser() {
    ManualClock clock = new ManualClock();
    try (TestServer limited = TestServer.start(clock, config -> config.with(Limits.DEFAULT));
        Pair busy = Pair.of(limited, "busy")) {
      long id = busy.send(busy.anna(), "x");
      clock.advance(java.time.Duration.ofMinutes(1));
      Bursts.areLimited(
          clock,
          Limits.DEFAULT.sends(),
          busy.anna(),
          "editMessage",
          "chat_id",
          busy.chat(),
          "message_id",
          id,
          "content",
          "y");
      busy.ask(busy.anna(), "sendMessage", "content", "x", "content_type", "text")
          .expect("429", "throttled");
      busy.ask(busy.anna(), "getMessages").expect("200");
    }
  }

  /// A page of edits ends where a frame is full, and goes on.
  @Test
  void fillsPagesOfTheLog() {
    long id = pair.send(anna, "x");
    String large = "ы".repeat(16_000);
    for (int i = 0; i < 40; i++) {
      edit(anna, id, large + i).expect("200");
    }
    Reply page = pair.ask(boris, "getEvents", "min_event_id", 3).expect("200");
    assertThat(page.truth("has_more")).isTrue();
    int size = page.list("events").size();
    Reply rest = pair.ask(boris, "getEvents", "min_event_id", 3 + size).expect("200");
    assertThat(rest.truth("has_more")).isFalse();
    String contents =
        page.texts("events[].content").stream().collect(Collectors.joining())
            + String.join("", rest.texts("events[].content"));
    assertThat(contents)
        .isEqualTo(IntStream.range(0, 40).mapToObj(i -> large + i).collect(Collectors.joining()));
  }
}
