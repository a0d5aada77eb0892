package io.vestnik.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Bursts;
import io.vestnik.Crowd;
import io.vestnik.Group;
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
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// `react`: one's reaction to a message, one emoji or none.
class ReactTest {
  @AutoClose private static final TestServer server = TestServer.start();
  @AutoClose private Pair pair;
  private Talk anna;
  private Talk boris;
  private long id;

  @BeforeEach
  void meet(TestInfo test) {
    pair = Pair.of(server, test.getDisplayName());
    anna = pair.anna();
    boris = pair.boris();
    id = pair.send(anna, "x");
  }

  private Reply react(Talk talk, @Nullable Object reaction) {
    return pair.ask(talk, "react", "message_id", id, "reaction", reaction);
  }

  private Reply read() {
    return pair.ask(anna, "getMessages").expect("200");
  }

  @Test
  void tellsAllAndStandsByTheMessage() {
    Talk hers = pair.listening(pair.annaHerself());
    Talk his = pair.listening(pair.borisHimself());
    Reply reply = Answers.hasFields(react(boris, "👍"), "event_id");
    assertThat(reply.number("event_id")).isEqualTo(3);
    Map<String, @Nullable Object> entry = Entries.heardByAll(pair, "reaction", hers, his);
    Entries.isEntry(entry, pair, 3, pair.borisHimself().id(), "message_id", id, "reaction", "👍");
    assertThat(read().list("messages[0].reactions")).containsExactly(given("👍", boris()));
    assertThat(pair.ask(anna, "getEvents", "min_event_id", 2).has("events[0].message.reactions"))
        .isFalse();
    assertThat(pair.number(anna, "unread_count")).isZero();
  }

  private long boris() {
    return pair.borisHimself().id();
  }

  private long anna() {
    return pair.annaHerself().id();
  }

  private static Map<String, @Nullable Object> given(String reaction, Long... users) {
    return Json.object(
        "reaction", reaction, "count", (long) users.length, "user_ids", List.of(users));
  }

  @Test
  void replacesTheOneBeforeAndIsTakenBackByNull() {
    react(boris, "👍").expect("200");
    react(anna, "👍").expect("200");
    assertThat(Json.write(read().list("messages[0].reactions")))
        .isEqualTo(Json.write(List.of(given("👍", boris(), anna()))));
    assertThat(react(boris, "🎉").expect("200").number("event_id")).isEqualTo(5);
    assertThat(read().texts("messages[0].reactions[].reaction")).containsExactly("👍", "🎉");
    Talk his = pair.listening(pair.borisHimself());
    assertThat(react(boris, null).expect("200").number("event_id")).isEqualTo(6);
    Map<String, @Nullable Object> entry = Entries.heardByAll(pair, "reaction", his);
    Entries.isEntry(entry, pair, 6, boris(), "message_id", id, "reaction", null);
    react(anna, null).expect("200");
    assertThat(read().has("messages[0].reactions")).isFalse();
  }

  @Test
  void changesNothingWhereItIsTheSameAgainOrNone() {
    Answers.hasFields(react(boris, null));
    react(boris, "👍").expect("200");
    Answers.hasFields(react(boris, "👍"));
    react(boris, null).expect("200");
    Answers.hasFields(react(boris, null));
    assertThat(pair.number(anna, "last_event_id")).isEqualTo(4);
  }

  @Test
  void takesEachEmojiInItsOneForm() {
    Map<String, String> forms =
        Map.of(
            "❤",
            "❤️",
            "❤️",
            "❤️",
            "👍️",
            "👍",
            "☝🏽",
            "☝🏽",
            "🏳‍🌈",
            "🏳️‍🌈",
            "1⃣",
            "1️⃣",
            "🇷🇺",
            "🇷🇺",
            "👨‍👩‍👧‍👦",
            "👨‍👩‍👧‍👦",
            "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
            "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
            "🧑🏽‍⚕",
            "🧑🏽‍⚕️");
    forms.forEach((typed, kept) -> {
      react(boris, null).expect("200");
      react(boris, typed).expect("200");
      assertThat(read().text("messages[0].reactions[0].reaction")).isEqualTo(kept);
      Answers.hasFields(react(boris, kept));
    });
  }

  @Test
  void refusesWhatIsNotOneEmoji() {
    for (String wrong :
        List.of(
            "",
            " ",
            "a",
            "1",
            "#",
            "👍👍",
            "👍 ",
            "я",
            "❤️❤️",
            "\uFE0F",
            "🇷",
            "\u200D",
            "👍\u200D👍",
            "x".repeat(100_000),
            "😀".repeat(17),
            ":)")) {
      react(anna, wrong).expect("422", "format", "reaction");
    }
  }

  @Test
  void showsTheTwentyMostGivenTheEarliestFirstAmongEquals() {
    List<Crowd.Person> people = Crowd.of(server, "reacting", 25);
    List<Talk> talks = people.stream().map(pair::another).toList();
    long chat = Group.create(talks.getFirst(), "reactions", people.subList(1, 25));
    long message = Pair.send(talks.getFirst(), chat, "x");
    List<String> emoji =
        IntStream.range(0, 25).mapToObj(i -> Character.toString(0x1F600 + i)).toList();
    Object[] request = {"chat_id", chat, "message_id", message, "reaction", ""};
    for (int i = 0; i < 25; i++) {
      request[5] = emoji.get(i);
      talks.get(i).call("react", request).expect("200");
    }
    Reply read = talks.getFirst().call("getMessages", "chat_id", chat).expect("200");
    assertThat(read.texts("messages[0].reactions[].reaction")).isEqualTo(emoji.subList(0, 20));
    assertThat(read.numbers("messages[0].reactions[].count")).containsOnly(1L);
    // The last one's is given by four more, who take theirs back.
    for (int i = 0; i < 4; i++) {
      talks.get(i).call("react", request).expect("200");
    }
    read = talks.getFirst().call("getMessages", "chat_id", chat).expect("200");
    assertThat(read.text("messages[0].reactions[0].reaction")).isEqualTo(emoji.get(24));
    assertThat(read.number("messages[0].reactions[0].count")).isEqualTo(5);
    assertThat(read.numbers("messages[0].reactions[0].user_ids"))
        .containsExactly(people.get(24).id(), people.get(0).id(), people.get(1).id());
    assertThat(read.texts("messages[0].reactions[].reaction").subList(1, 20))
        .isEqualTo(emoji.subList(4, 23));
  }

  @Test
  void refusesStrangersAndWrongFields() {
    Refusals.of(anna, "react", "chat_id", pair.chat(), "message_id", id, "reaction", "👍")
        .withoutToken()
        .withoutTimestamp()
        .missing("chat_id", "message_id")
        .id("chat_id", 1)
        .id("message_id", 1)
        .text("reaction")
        .toStrangers(pair.vera());
    anna.call("react", "chat_id", pair.chat(), "message_id", id)
        .expect("422", "missing", "reaction");
    assertThat(pair.number(anna, "last_event_id")).isEqualTo(2);
  }

  @Test
  void isChargedToTheChangesOfItsUser() {
    ManualClock clock = new ManualClock();
    try (TestServer limited = TestServer.start(clock, config -> config.with(Limits.DEFAULT));
        Pair busy = Pair.of(limited, "busy")) {
      long one = busy.send(busy.anna(), "x");
      clock.advance(Duration.ofMinutes(1));
      Object[] request = {"chat_id", busy.chat(), "message_id", one, "reaction", "👍"};
      Bursts.areLimited(clock, Limits.DEFAULT.changes(), busy.anna(), "react", request);
    }
  }
}
