package io.vestnik.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.AtOnce;
import io.vestnik.Bursts;
import io.vestnik.Crowd;
import io.vestnik.ManualClock;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.model.Clock;
import io.vestnik.protocol.Limits;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// `sendMessage`: one message at the end of a chat's log. What `client_message_id` does is in
/// [SendMessageOnceTest].
class SendMessageTest {
  @AutoClose private static final TestServer server = TestServer.start();
  private List<Crowd.Person> people;
  private Talk anna;
  private Talk boris;
  private long chat;

  @BeforeEach
  void meet(TestInfo test) {
    people = Crowd.of(server, test.getDisplayName(), 3);
    anna = people.get(0).talk(server);
    boris = people.get(1).talk(server);
    chat = anna.chatWith(people.get(1).id());
  }

  @AfterEach
  void part() {
    anna.close();
    boris.close();
  }

  private Object[] message(String content) {
    return new Object[] {"chat_id", chat, "content", content, "content_type", "text"};
  }

  private Reply answer(Talk talk, Object replyTo) {
    return talk.call(
        "sendMessage",
        "chat_id",
        chat,
        "content",
        "answer",
        "content_type",
        "text",
        "reply_to",
        replyTo);
  }

  @Test
  void answersWithTheNumberAndTheTime() {
    long before = System.currentTimeMillis();
    Reply sent =
        Answers.hasFields(
            anna.call("sendMessage", message("Привет")), "message_id", "event_id", "content_time");
    assertThat(sent.number("message_id")).isEqualTo(2);
    assertThat(sent.number("event_id")).isEqualTo(2);
    assertThat(sent.number("content_time")).isBetween(before, System.currentTimeMillis());
    Reply read = boris.call("getMessages", "chat_id", chat);
    assertThat(read.number("messages[0].message_id")).isEqualTo(2);
    assertThat(read.number("messages[0].content_time")).isEqualTo(sent.number("content_time"));
  }

  @Test
  void takesAChatIdOfDigitsInAString() {
    anna.call(
            "sendMessage",
            "chat_id",
            Long.toString(chat),
            "content",
            "x",
            "content_type",
            "text",
            "reply_to",
            null,
            "client_message_id",
            null)
        .expect("200");
  }

  @Test
  void numbersWithoutAGapHoweverManySend() {
    int connections = 16;
    int each = 50;
    List<Talk> talks =
        IntStream.range(0, connections).mapToObj(i -> people.get(i % 2).talk(server)).toList();
    List<List<Long>> numbers = AtOnce.all(connections, i -> () -> sent(talks.get(i), each));
    assertThat(numbers).allSatisfy(own -> assertThat(own).isSorted());
    assertThat(numbers.stream().flatMap(List::stream).sorted())
        .containsExactlyElementsOf(LongStream.range(2, 2 + connections * each).boxed().toList());
    Reply read = anna.call("getMessages", "chat_id", chat, "min_message_id", 0);
    assertThat(read.list("messages")).hasSize(connections * each);
    assertThat(read.numbers("messages[].content_time")).isSorted();
    talks.forEach(Talk::close);
  }

  private List<Long> sent(Talk talk, int count) {
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      talk.post("sendMessage", message("x" + i));
    }
    for (int i = 0; i < count; i++) {
      Reply reply = talk.next().expect("200");
      assertThat(reply.number("event_id")).isEqualTo(reply.number("message_id"));
      numbers.add(reply.number("message_id"));
    }
    return numbers;
  }

  @Test
  void leavesNoGapForWhatIsRefused() {
    anna.post("sendMessage", message("one"));
    answerLater(99);
    anna.post("sendMessage", message(""));
    anna.post("sendMessage", "chat_id", 7_654_321, "content", "x", "content_type", "text");
    anna.post("sendMessage", message("two"));
    List<Reply> replies = IntStream.range(0, 5).mapToObj(i -> anna.next()).toList();
    assertThat(replies.stream().map(Reply::status))
        .containsExactly("200", "404", "422", "423", "200");
    assertThat(replies.getLast().number("message_id")).isEqualTo(3);
  }

  private void answerLater(long replyTo) {
    anna.post(
        "sendMessage",
        "chat_id",
        chat,
        "content",
        "answer",
        "content_type",
        "text",
        "reply_to",
        replyTo);
  }

  @Test
  void neverLetsTheTimeGoBack() {
    AtomicLong millis = new AtomicLong(1_767_225_600_000L);
    Clock jumping =
        new Clock() {
          @Override
          public long millis() {
            return millis.get();
          }

          @Override
          public long nanos() {
            return System.nanoTime();
          }
        };
    try (TestServer own = TestServer.start(jumping, config -> config)) {
      Crowd.Person one = Crowd.of(own, "one", 1).getFirst();
      try (Talk talk = one.talk(own)) {
        chat = talk.chatWith(one.id());
        long first = talk.call("sendMessage", message("one")).number("content_time");
        assertThat(first).isEqualTo(millis.get());
        millis.addAndGet(-3_600_000);
        assertThat(talk.call("sendMessage", message("two")).number("content_time"))
            .isEqualTo(first);
        millis.addAndGet(3_600_001);
        assertThat(talk.call("sendMessage", message("three")).number("content_time"))
            .isEqualTo(first + 1);
        assertThat(talk.call("getChats").number("chats[0].last_message_time")).isEqualTo(first + 1);
      }
    }
  }

  @Test
  void keepsTheContentToTheLetter() {
    List<String> contents =
        List.of(
            " ",
            "  leading and trailing  ",
            "line\nline\r\nline\ttab",
            "👩‍👩‍👧‍👦 😀",
            "שלום עולם \u202eright to left\u202c",
            "\u0001\u001f\u007f\u0085\u2028\u2029\ufeff\uffff",
            "e\u0301 é — not normalised",
            "<b>&amp;</b> \"quoted\" \\ back \\u0041 'single' %s",
            "null",
            "x".repeat(16_384),
            "\u0001".repeat(16_384),
            "🂡".repeat(16_384));
    for (String content : contents) {
      anna.call("sendMessage", message(content)).expect("200");
    }
    assertThat(boris.call("getMessages", "chat_id", chat).texts("messages[].content"))
        .isEqualTo(contents);
  }

  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    Refusals wrong =
        Refusals.of(anna, "sendMessage", message("x"))
            .withoutToken()
            .withoutTimestamp()
            .missing("chat_id", "content", "content_type")
            .id("chat_id", 1)
            .id("reply_to", 1)
            .text("content", "content_type", "client_message_id")
            .wrong("content", "422", "range", "")
            .wrong("content", "413", "tooLong", "x".repeat(16_385), "🂡".repeat(16_385))
            .wrong("content_type", "422", "range", "", "poll", "TEXT", "text ", "html")
            .wrong("client_message_id", "422", "range", "")
            .wrong("client_message_id", "413", "tooLong", "x".repeat(65));
    try (Talk stranger = people.get(2).talk(server)) {
      wrong.toStrangers(stranger);
    }
    assertThat(anna.call("getMessages", "chat_id", chat).list("messages")).isEmpty();
  }

  @Test
  void answersAMessageOfTheChat() {
    anna.call("sendMessage", message("question")).expect("200");
    answer(boris, 2).expect("200");
    answer(boris, "3").expect("200");
    Reply read = anna.call("getMessages", "chat_id", chat);
    assertThat(read.has("messages[0].reply_to")).isFalse();
    assertThat(read.number("messages[1].reply_to")).isEqualTo(2);
    assertThat(read.number("messages[2].reply_to")).isEqualTo(3);
  }

  @Test
  void refusesToAnswerWhatIsNoMessageThatOneSees() {
    anna.call("sendMessage", message("old")).expect("200");
    answer(anna, 1).expect("404", "noMessage", "reply_to");
    answer(anna, 3).expect("404", "noMessage", "reply_to");
    answer(anna, (1L << 53) - 1).expect("404", "noMessage", "reply_to");
    boris.call("deleteChat", "chat_id", chat).expect("200");
    answer(boris, 2).expect("404", "noMessage", "reply_to");
    assertThat(answer(anna, 2).expect("200").number("message_id")).isEqualTo(3);
    answer(boris, 3).expect("200");
    // The number is another chat's message here.
    chat = anna.chatWith(people.get(2).id());
    answer(anna, 2).expect("404", "noMessage", "reply_to");
  }

  @Test
  void answersAMessageThatIsPipelinedJustBefore() {
    anna.post("sendMessage", message("question"));
    answerLater(2);
    answerLater(3);
    answerLater(5);
    List<Reply> replies = IntStream.range(0, 4).mapToObj(i -> anna.next()).toList();
    assertThat(replies.stream().map(Reply::status)).containsExactly("200", "200", "200", "404");
    assertThat(anna.call("getMessages", "chat_id", chat).numbers("messages[].reply_to"))
        .containsExactly(2L, 3L);
  }

  @Test
  void isChargedToTheSendingOfItsUserAlone() {
    ManualClock clock = new ManualClock();
    try (TestServer limited = TestServer.start(clock, config -> config.with(Limits.DEFAULT))) {
      List<Crowd.Person> pair = Crowd.of(limited, "pair", 2);
      try (Talk one = pair.getFirst().talk(limited);
          Talk again = pair.getFirst().talk(limited);
          Talk other = pair.getLast().talk(limited)) {
        chat = one.chatWith(pair.getLast().id());
        Object[] repeated = {
          "chat_id", chat, "content", "x", "content_type", "text", "client_message_id", "same"
        };
        // A repeat is charged too.
        Bursts.areLimited(clock, Limits.DEFAULT.sends(), one, "sendMessage", repeated);
        again.call("sendMessage", message("x")).expect("429", "throttled");
        again.call("getMessages", "chat_id", chat).expect("200");
        other.call("sendMessage", message("x")).expect("200");
        assertThat(other.call("getMessages", "chat_id", chat).list("messages")).hasSize(2);
      }
    }
  }
}
