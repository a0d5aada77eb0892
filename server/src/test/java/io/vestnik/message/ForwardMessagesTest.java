package io.vestnik.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.ManualClock;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.protocol.Limits;
import io.vestnik.wire.Event;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `forwardMessages`: messages of one chat are sent into another, all or none.
class ForwardMessagesTest {
  @AutoClose private static final TestServer server = TestServer.start();
  private static final AtomicInteger PAIRS = new AtomicInteger();
  @AutoClose private Pair pair;
  private Talk anna;
  private Talk boris;
  private Talk vera;
  private long from;
  private long to;

  @BeforeEach
  void meet() {
    pair = Pair.of(server, "forwarding" + PAIRS.incrementAndGet() + ".");
    anna = pair.anna();
    boris = pair.boris();
    vera = pair.vera();
    from = pair.chat();
    to = Pair.chat(anna, pair.veraHerself());
  }

  private Reply forward(List<?> ids, @Nullable Object... more) {
    return forward(anna, ids, more);
  }

  private Reply forward(Talk talk, List<?> ids, @Nullable Object... more) {
    return talk.call(
        "forwardMessages",
        Stream.concat(
                Stream.of("chat_id", to, "from_chat_id", from, "message_ids", ids), Stream.of(more))
            .toArray());
  }

  private Reply read() {
    return vera.call("getMessages", "chat_id", to).expect("200");
  }

  @Test
  void sendsThemInTheOrderGivenAndSaysWhoseTheyAre() {
    long his = pair.send(boris, "his");
    long hers = pair.send(anna, "hers");
    Talk hears = pair.listening(pair.veraHerself());
    Talk own = pair.listening(pair.annaHerself());
    Reply reply = Answers.hasFields(forward(List.of(hers, his, hers)), "message_ids");
    assertThat(reply.numbers("message_ids")).containsExactly(2L, 3L, 4L);
    Reply read = read();
    assertThat(read.texts("messages[].content")).containsExactly("hers", "his", "hers");
    assertThat(read.numbers("messages[].from_id")).containsOnly(pair.annaHerself().id());
    assertThat(read.get("messages[1].forwarded_from"))
        .isEqualTo(
            Json.object(
                "user_id", pair.borisHimself().id(), "username", pair.borisHimself().name()));
    assertThat(read.text("messages[0].forwarded_from.username"))
        .isEqualTo(pair.annaHerself().name());
    for (Talk talk : List.of(hears, own)) {
      for (int i = 0; i < 3; i++) {
        Event event = talk.nextEvent("message");
        assertThat(event.get("message")).isEqualTo(read.get("messages[" + i + "]"));
        assertThat(event.number("event_id")).isEqualTo(2 + i);
      }
    }
    assertThat(vera.call("getChat", "chat_id", to).number("chat.unread_count")).isEqualTo(3);
    assertThat(vera.call("getEvents", "chat_id", to, "min_event_id", 3).get("events[0].message"))
        .isEqualTo(read.get("messages[1]"));
  }

  @Test
  void keepsTheFirstAuthorWhenForwardedAgain() {
    long his = pair.send(boris, "his");
    forward(List.of(his)).expect("200");
    long notes = Pair.chat(vera, pair.veraHerself());
    vera.call("forwardMessages", "chat_id", notes, "from_chat_id", to, "message_ids", List.of(2))
        .expect("200");
    Reply read = vera.call("getMessages", "chat_id", notes).expect("200");
    assertThat(read.number("messages[0].forwarded_from.user_id"))
        .isEqualTo(pair.borisHimself().id());
    assertThat(read.number("messages[0].from_id")).isEqualTo(pair.veraHerself().id());
  }

  @Test
  void sendsWhatItSaysNowAndNothingElseOfIt() {
    long first = pair.send(anna, "first");
    long id =
        pair.ask(boris, "sendMessage", "content", "old", "content_type", "text", "reply_to", first)
            .expect("200")
            .number("message_id");
    pair.ask(boris, "editMessage", "message_id", id, "content", "new").expect("200");
    pair.ask(anna, "react", "message_id", id, "reaction", "👍").expect("200");
    pair.ask(anna, "pinMessage", "message_id", id, "pinned", true).expect("200");
    forward(List.of(id)).expect("200");
    assertThat(read().text("messages[0].content")).isEqualTo("new");
    for (String field : List.of("edited_time", "reply_to", "reactions", "pinned")) {
      assertThat(read().has("messages[0]." + field)).as(field).isFalse();
    }
    // What becomes of the one is not the other's affair.
    pair.ask(boris, "deleteMessages", "message_ids", List.of(id), "for_everyone", true)
        .expect("200");
    assertThat(read().text("messages[0].content")).isEqualTo("new");
  }

  @Test
  void mayBeIntoTheSameChat() {
    long id = pair.send(boris, "his");
    to = from;
    assertThat(forward(List.of(id)).expect("200").numbers("message_ids")).containsExactly(3L);
  }

  @Test
  void forwardsAllOrNone() {
    List<Long> ids = new ArrayList<>();
    IntStream.range(0, 100).forEach(i -> ids.add(pair.send(boris, "m" + i)));
    List<Long> wrong = new ArrayList<>(ids);
    wrong.set(63, 1L);
    forward(wrong).expect("404", "noMessage", "message_ids[63]");
    wrong.set(63, 5_000L);
    forward(wrong).expect("404", "noMessage", "message_ids[63]");
    assertThat(read().list("messages")).isEmpty();
    assertThat(forward(ids).expect("200").numbers("message_ids"))
        .isEqualTo(LongStream.rangeClosed(2, 101).boxed().toList());
    assertThat(read().texts("messages[].content")).hasSize(100).startsWith("m0").endsWith("m99");
  }

  @Test
  void isDoneOnceHoweverOftenItIsAskedFor() {
    long one = pair.send(boris, "one");
    long two = pair.send(boris, "two");
    Object[] keys = {"client_message_ids", List.of("k1", "k2")};
    List<Long> first = forward(List.of(one, two), keys).expect("200").numbers("message_ids");
    Reply read = anna.call("getMessages", "chat_id", to).expect("200");
    assertThat(read.texts("messages[].client_message_id")).containsExactly("k1", "k2");
    assertThat(vera.call("getMessages", "chat_id", to).list("messages[].client_message_id"))
        .isEmpty();
    assertThat(forward(List.of(one, two), keys).expect("200").numbers("message_ids"))
        .isEqualTo(first);
    // The answer is lost, and meanwhile the messages are edited and gone, here and there.
    pair.ask(boris, "editMessage", "message_id", one, "content", "edited").expect("200");
    pair.ask(boris, "deleteMessages", "message_ids", List.of(two), "for_everyone", true)
        .expect("200");
    assertThat(forward(List.of(one, two), keys).expect("200").numbers("message_ids"))
        .isEqualTo(first);
    anna.call("deleteMessages", "chat_id", to, "message_ids", first, "for_everyone", true)
        .expect("200");
    assertThat(forward(List.of(one, two), keys).expect("200").numbers("message_ids"))
        .isEqualTo(first);
    boris.call("deleteChat", "chat_id", from, "for_everyone", true).expect("200");
    assertThat(forward(List.of(one, two), keys).expect("200").numbers("message_ids"))
        .isEqualTo(first);
    forward(List.of(one, two)).expect("423", "notMember", "from_chat_id");
    assertThat(read().list("messages")).hasSize(2);
    // Into a chat that has ended there is no repeat either.
    anna.call("deleteChat", "chat_id", to, "for_everyone", true).expect("200");
    forward(List.of(one, two), keys).expect("423", "notMember", "chat_id");
  }

  @Test
  void isDoneOnceWhereItIsPipelinedTwice() {
    long one = pair.send(boris, "one");
    Talk again = pair.another(pair.annaHerself());
    Object[] request = {
      "chat_id",
      to,
      "from_chat_id",
      from,
      "message_ids",
      List.of(one),
      "client_message_ids",
      List.of("k")
    };
    for (int i = 0; i < 5; i++) {
      anna.post("forwardMessages", request);
      again.post("forwardMessages", request);
    }
    for (int i = 0; i < 5; i++) {
      assertThat(anna.next().expect("200").numbers("message_ids")).containsExactly(2L);
      assertThat(again.next().expect("200").numbers("message_ids")).containsExactly(2L);
    }
  }

  @Test
  void takesAKeyForTheSameMessageAlone() {
    long one = pair.send(boris, "one");
    long two = pair.send(boris, "two");
    anna.call(
            "sendMessage",
            "chat_id",
            to,
            "content",
            "one",
            "content_type",
            "text",
            "client_message_id",
            "sent")
        .expect("200");
    forward(List.of(one, two), "client_message_ids", List.of("k", "sent"))
        .expect("409", "keyReused", "client_message_ids[1]");
    forward(List.of(one, two), "client_message_ids", List.of("k", "k"))
        .expect("409", "keyReused", "client_message_ids[1]");
    assertThat(read().list("messages")).hasSize(1);
    // The same one twice in a request is one message.
    Reply twice = forward(List.of(one, one), "client_message_ids", List.of("k", "k"));
    assertThat(twice.expect("200").numbers("message_ids")).containsExactly(3L, 3L);
    // A part of it was sent before.
    Reply part = forward(List.of(one, two), "client_message_ids", List.of("k", "l"));
    assertThat(part.expect("200").numbers("message_ids")).containsExactly(3L, 4L);
    forward(List.of(two, one), "client_message_ids", List.of("k", "l"))
        .expect("409", "keyReused", "client_message_ids[0]");
    // 404 comes before 409.
    forward(List.of(99), "client_message_ids", List.of("k"))
        .expect("404", "noMessage", "message_ids[0]");
    assertThat(read().list("messages")).hasSize(3);
    anna.call(
            "sendMessage",
            "chat_id",
            to,
            "content",
            "one",
            "content_type",
            "text",
            "client_message_id",
            "k")
        .expect("409", "keyReused", "client_message_id");
  }

  @Test
  void mentionsThoseWhoAreMembersThere() {
    String name = "@" + pair.veraHerself().name();
    long id = pair.send(boris, "ask " + name);
    assertThat(pair.ask(anna, "getMessages").has("messages[0].mentions")).isFalse();
    forward(List.of(id)).expect("200");
    assertThat(read().list("messages[0].mentions"))
        .containsExactly(
            Json.object(
                "offset", 4L, "length", (long) name.length(), "user_id", pair.veraHerself().id()));
    assertThat(vera.call("getChat", "chat_id", to).number("chat.unread_mentions")).isEqualTo(1);
  }

  @Test
  void needsBothChats() {
    long id = pair.send(boris, "x");
    forward(vera, List.of(id)).expect("423", "notMember", "from_chat_id");
    forward(boris, List.of(id)).expect("423", "notMember", "chat_id");
    forward(boris, List.of(99)).expect("423", "notMember", "chat_id");
    to = 9_999_999;
    forward(List.of(id)).expect("423", "notMember", "chat_id");
    from = 9_999_999;
    forward(List.of(id)).expect("423", "notMember", "chat_id");
  }

  @Test
  void refusesStrangersAndWrongFields() {
    long id = pair.send(anna, "x");
    Refusals.of(
            anna,
            "forwardMessages",
            "chat_id",
            to,
            "from_chat_id",
            from,
            "message_ids",
            List.of(id),
            "client_message_ids",
            List.of("k"))
        .withoutToken()
        .withoutTimestamp()
        .missing("chat_id", "from_chat_id", "message_ids")
        .id("chat_id", 1)
        .id("from_chat_id", 1)
        .wrong("message_ids", "422", "type", 5, "5", true, Map.of())
        .wrong("message_ids", "422", "range", List.of())
        .wrong("message_ids", "413", "tooLong", Collections.nCopies(101, id))
        .wrong("client_message_ids", "422", "type", 5, "5", true, Map.of())
        .wrong("client_message_ids", "422", "range", List.of(), List.of("a", "b"))
        .toStrangers(boris);
    forward(Arrays.asList(id, null)).expect("422", "missing", "message_ids[1]");
    forward(List.of(id, "x")).expect("422", "type", "message_ids[1]");
    forward(List.of(id), "client_message_ids", List.of(""))
        .expect("422", "range", "client_message_ids[0]");
    forward(List.of(id), "client_message_ids", List.of("x".repeat(65)))
        .expect("413", "tooLong", "client_message_ids[0]");
    forward(List.of(id), "client_message_ids", List.of(5))
        .expect("422", "type", "client_message_ids[0]");
    forward(List.of(id), "client_message_ids", List.of("🂡".repeat(64))).expect("200");
    assertThat(read().list("messages")).hasSize(1);
  }

  /// Each message is charged as one that is sent.
  @Test
  void isChargedForEachMessage() {
    ManualClock clock = new ManualClock();
    try (TestServer limited = TestServer.start(clock, config -> config.with(Limits.DEFAULT));
        Pair busy = Pair.of(limited, "busy")) {
      Talk talk = busy.anna();
      long id = busy.send(talk, "x");
      clock.advance(Duration.ofMinutes(1));
      Object[] request = {"from_chat_id", busy.chat(), "message_ids", Collections.nCopies(100, id)};
      for (int i = 0; i < 10; i++) {
        busy.ask(talk, "forwardMessages", request).expect("200");
      }
      Reply refused = busy.ask(talk, "forwardMessages", request).expect("429", "throttled");
      assertThat(refused.number("error.retry_after_ms")).isBetween(500L, 502L);
      busy.ask(talk, "sendMessage", "content", "x", "content_type", "text")
          .expect("429", "throttled");
      clock.advance(Duration.ofMillis(refused.number("error.retry_after_ms")));
      busy.ask(talk, "forwardMessages", request).expect("200");
      busy.ask(talk, "forwardMessages", request).expect("429", "throttled");
      busy.ask(talk, "getMessages").expect("200");
    }
  }
}
