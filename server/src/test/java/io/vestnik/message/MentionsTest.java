package io.vestnik.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Crowd;
import io.vestnik.Pair;
import io.vestnik.TestServer;
import io.vestnik.account.Usernames;
import io.vestnik.table.Mentions;
import io.vestnik.wire.Json;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Mentions: `@username` of a member, found when a message is sent.
class MentionsTest {
  @AutoClose private static final TestServer server = TestServer.start();
  private static final AtomicInteger PAIRS = new AtomicInteger();

  /// Two of a chat: the one who writes, and the one with that name.
  private static final class Two implements AutoCloseable {
    final Crowd.Person writer;
    final Crowd.Person named;
    final Talk talk;
    final Talk other;
    final long chat;

    Two(String name) {
      writer = Crowd.of(server, "writer" + PAIRS.incrementAndGet() + ".", 1).getFirst();
      named = Crowd.of(server, name, 1).getFirst();
      talk = writer.talk(server);
      other = named.talk(server);
      chat = Pair.chat(talk, named);
    }

    /// What is mentioned: as `offset+length`.
    List<String> mentionsIn(String content) {
      long id = Pair.send(talk, chat, content);
      Reply read = other.call("getMessages", "chat_id", chat, "min_message_id", id).expect("200");
      assertThat(read.text("messages[0].content")).isEqualTo(content);
      assertThat(
              other.call("getEvents", "chat_id", chat, "min_event_id", id).get("events[0].message"))
          .isEqualTo(read.get("messages[0]"));
      if (!read.has("messages[0].mentions")) {
        return List.of();
      }
      assertThat(read.numbers("messages[0].mentions[].user_id"))
          .containsAnyOf(named.id(), writer.id())
          .isSubsetOf(named.id(), writer.id());
      List<Long> offsets = read.numbers("messages[0].mentions[].offset");
      List<Long> lengths = read.numbers("messages[0].mentions[].length");
      return IntStream.range(0, offsets.size())
          .mapToObj(i -> offsets.get(i) + "+" + lengths.get(i))
          .toList();
    }

    Reply chatOfTheNamed() {
      return other.call("getChat", "chat_id", chat).expect("200");
    }

    @Override
    public void close() {
      talk.close();
      other.close();
    }
  }

  /// Crowd puts a 0 behind each name.
  @Test
  void areFoundWhereverTheyStand() {
    try (Two two = new Two("anton")) {
      assertThat(two.mentionsIn("@anton0")).containsExactly("0+7");
      assertThat(two.mentionsIn("hi @anton0, @Anton0! (@ANTON0) @anton0. @anton0..."))
          .containsExactly("3+7", "12+7", "22+7", "31+7", "40+7");
      assertThat(two.mentionsIn("@anton0's\n@anton0\t@@anton0"))
          .containsExactly("0+7", "10+7", "19+7");
      assertThat(two.mentionsIn("@anton0-_.-")).containsExactly("0+7");
      assertThat(two.mentionsIn("@anton0-more.of-it")).containsExactly("0+7");
      assertThat(two.mentionsIn("@anton0@anton0")).containsExactly("0+7");
      assertThat(two.chatOfTheNamed().number("chat.unread_mentions")).isEqualTo(6);
    }
  }

  @Test
  void areNotFoundInAddressesAndOtherWords() {
    try (Two two = new Two("berta")) {
      for (String content :
          List.of(
              "mail@berta0",
              "x.@berta0",
              "_@berta0",
              "é@berta0",
              "0@berta0",
              "я@berta0",
              "e\u0301@berta0",
              "@berta01",
              "@berta0я",
              "@berta",
              "@ berta0",
              "berta0",
              "@",
              "@@",
              "@a.b.c.d.e.f.g",
              "@berta0-a-b-c-d",
              "@b-e-r-t-a-0",
              "@\u200Dberta0",
              "@nobody-here",
              "@.berta0")) {
        assertThat(two.mentionsIn(content)).as(content).isEmpty();
      }
      assertThat(two.chatOfTheNamed().number("chat.unread_mentions")).isZero();
      assertThat(two.chatOfTheNamed().number("chat.unread_count")).isEqualTo(20);
    }
  }

  /// Code points, not bytes, nor halves of characters.
  @ParameterizedTest
  @CsvSource({
    "имя-то, '@имя-то0', 0+8",
    "борис, '👍🏽 @борис0', 3+7",
    "вера, '👨‍👩‍👧 e\u0301 @ВЕРА0 🏳️‍🌈 @вера0', '9+6 21+6'",
    "йод, '@и\u0306од0', 0+6",
    "ёжик, 'ё@ёжик0 е\u0308@ёжик0 ❤️@ёжик0 1️⃣@ёжик0', '19+6 29+6'",
    "数学者, '数@数学者0 (@数学者0)', 8+5",
    "a_b.c-d, '@a_b.c-d0', 0+9"
  })
  void haveOffsetsInCodePoints(String name, String content, @Nullable String mentions) {
    try (Two two = new Two(name)) {
      String found = String.join(" ", two.mentionsIn(content));
      assertThat(found).isEqualTo(mentions == null ? "" : mentions);
    }
  }

  @Test
  void areOfMembersAlone() {
    try (Two two = new Two("clara");
        Two others = new Two("doris")) {
      assertThat(two.mentionsIn("@doris0 @clara0 @" + two.writer.name()))
          .containsExactly("8+7", "16+" + (1 + two.writer.name().length()));
      assertThat(others.mentionsIn("@clara0")).isEmpty();
    }
  }

  /// Oneself may be named, but is not told of it.
  @Test
  void countAsUnreadForOthersAlone() {
    try (Two two = new Two("edgar")) {
      two.mentionsIn("@edgar0 @edgar0 @" + two.writer.name());
      assertThat(two.chatOfTheNamed().number("chat.unread_mentions")).isEqualTo(1);
      long id = Pair.send(two.other, two.chat, "@edgar0");
      Reply own = two.talk.call("getChat", "chat_id", two.chat).expect("200");
      assertThat(own.number("chat.unread_mentions")).isZero();
      assertThat(own.number("chat.unread_count")).isEqualTo(1);
      assertThat(two.chatOfTheNamed().number("chat.unread_mentions")).isEqualTo(1);
      two.mentionsIn("@edgar0");
      two.mentionsIn("and nobody");
      assertThat(two.chatOfTheNamed().number("chat.unread_mentions")).isEqualTo(2);
      assertThat(two.other.call("getChats").number("chats[0].unread_mentions")).isEqualTo(2);
      two.other.call("markRead", "chat_id", two.chat, "message_id", id).expect("200");
      assertThat(two.chatOfTheNamed().number("chat.unread_mentions")).isEqualTo(1);
      two.other.call("deleteChat", "chat_id", two.chat).expect("200");
      assertThat(two.chatOfTheNamed().number("chat.unread_mentions")).isZero();
    }
  }

  @Test
  void areFoundAnewInAnEdit() {
    try (Two two = new Two("frida")) {
      long id = Pair.send(two.talk, two.chat, "hi");
      Object[] edit = {"chat_id", two.chat, "message_id", id, "content", "@frida0"};
      Talk hears = two.named.talk(server);
      hears.call("subscribe").expect("200");
      two.talk.call("editMessage", edit).expect("200");
      Object mention = Json.object("offset", 0L, "length", 7L, "user_id", two.named.id());
      assertThat(hears.nextEvent("messageEdited").list("mentions")).containsExactly(mention);
      assertThat(two.chatOfTheNamed().number("chat.unread_mentions")).isEqualTo(1);
      edit[5] = "nobody";
      two.talk.call("editMessage", edit).expect("200");
      assertThat(hears.nextEvent("messageEdited").has("mentions")).isFalse();
      assertThat(two.chatOfTheNamed().number("chat.unread_mentions")).isZero();
      Reply log =
          two.other.call("getEvents", "chat_id", two.chat, "min_event_id", id).expect("200");
      assertThat(log.list("events[1].mentions")).containsExactly(mention);
      assertThat(log.has("events[2].mentions")).isFalse();
      assertThat(log.has("events[0].message.mentions")).isFalse();
      edit[5] = "again @frida0 @frida0";
      two.talk.call("editMessage", edit).expect("200");
      assertThat(two.other.call("getMessages", "chat_id", two.chat).list("messages[].mentions[]"))
          .hasSize(2);
      assertThat(two.chatOfTheNamed().number("chat.unread_mentions")).isEqualTo(1);
      hears.close();
    }
  }

  @Test
  void areAtMostFifty() {
    try (Two two = new Two("gustav")) {
      assertThat(two.mentionsIn("@gustav0 ".repeat(1_000))).hasSize(50);
      assertThat(two.mentionsIn("@".repeat(10_000) + "gustav0")).containsExactly("9999+8");
      assertThat(two.mentionsIn("mail@gustav0 ".repeat(1_000) + "@gustav0")).hasSize(1);
    }
  }

  @Test
  void areSoughtInFewReadings() {
    MentionFinder finder = new MentionFinder(Usernames::key);
    assertThat(finder.candidates("no at sign")).isEmpty();
    assertThat(finder.candidates("@Имя-то."))
        .containsExactly(
            new Mentions.Candidate(
                0, List.of(new Mentions.Spelling(7, "имя-то"), new Mentions.Spelling(4, "имя"))));
    String long1 = "@abc-def-ghi-jkl-mno";
    assertThat(finder.candidates(long1).getFirst().spellings()).hasSize(4);
    assertThat(finder.candidates("@" + "x".repeat(33))).isEmpty();
    assertThat(finder.candidates("@xx")).isEmpty();
  }
}
