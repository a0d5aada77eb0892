package io.vestnik.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Group;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// `blockUser`: what the blocked cannot do any more. Anna blocks Boris.
class BlockUserTest {
  @AutoClose private static final TestServer server = TestServer.start();
  @AutoClose private Pair pair;

  @BeforeEach
  void meet(TestInfo test) {
    pair = Pair.of(server, test.getDisplayName());
  }

  private void block() {
    Answers.hasFields(pair.anna().call("blockUser", "user_id", pair.borisHimself().id()));
  }

  private void isBlocked(String mode, @Nullable Object... fields) {
    pair.ask(pair.boris(), mode, fields).expect("403", "blocked");
  }

  @Test
  void nothingThatTheyWriteReachesOne() {
    long message = pair.send(pair.boris(), "first");
    pair.ask(
            pair.boris(),
            "sendMessage",
            "content",
            "kept",
            "content_type",
            "text",
            "client_message_id",
            "a")
        .expect("200");
    block();
    isBlocked("sendMessage", "content", "hello", "content_type", "text");
    isBlocked("editMessage", "message_id", message, "content", "hello");
    isBlocked("react", "message_id", message, "reaction", "👍");
    isBlocked("pinMessage", "message_id", message, "pinned", true);
    isBlocked("forwardMessages", "from_chat_id", pair.chat(), "message_ids", List.of(message));
    // What is not there is told first, and a repeat has its first answer.
    pair.ask(
            pair.boris(),
            "sendMessage",
            "content",
            "hello",
            "content_type",
            "text",
            "reply_to",
            999)
        .expect("404", "noMessage", "reply_to");
    Reply repeat =
        pair.ask(
                pair.boris(),
                "sendMessage",
                "content",
                "kept",
                "content_type",
                "text",
                "client_message_id",
                "a")
            .expect("200");
    assertThat(repeat.truth("duplicate")).isTrue();
    // They read, and erase what is theirs; and one writes to them.
    assertThat(pair.ask(pair.boris(), "getMessages").expect("200").list("messages")).hasSize(2);
    pair.ask(pair.boris(), "deleteMessages", "message_ids", List.of(message), "for_everyone", true)
        .expect("200");
    pair.send(pair.anna(), "goodbye");
  }

  @Test
  void theyOpenNoChatAndAddOneToNoGroup() {
    Talk vera = pair.vera();
    long veraId = pair.veraHerself().id();
    vera.call("blockUser", "user_id", pair.borisHimself().id()).expect("200");
    pair.boris()
        .call("createChat", "contact_mode", "id", "contact_value", veraId)
        .expect("403", "blocked", "contact_value");
    var both = Group.contacts(List.of(pair.annaHerself(), pair.veraHerself()));
    pair.boris()
        .call("createGroup", "name", "us", "members", both)
        .expect("403", "blocked", "members[1]");
    long group = Group.create(pair.anna(), "us", List.of(pair.borisHimself()));
    pair.boris()
        .call("addMembers", "chat_id", group, "members", both)
        .expect("403", "blocked", "members[1]");
    pair.anna().call("addMembers", "chat_id", group, "members", both).expect("200");
    // Who is there already is passed over, and a group is everybody's.
    pair.boris().call("addMembers", "chat_id", group, "members", both).expect("200");
    Pair.send(pair.boris(), group, "hello all");
    // The one who blocked may write first; the blocked cannot answer.
    long chat = Pair.chat(vera, pair.borisHimself());
    Pair.send(vera, chat, "hello");
    pair.boris()
        .call("sendMessage", "chat_id", chat, "content", "hello", "content_type", "text")
        .expect("403", "blocked");
  }

  @Test
  void theyDoNotSeeWhetherOneIsThere() {
    pair.send(pair.anna(), "hello");
    block();
    Talk watcher = pair.another(pair.borisHimself());
    watcher.call("subscribe", "presence", true).expect("200");
    Talk anna = pair.listening(pair.annaHerself());
    pair.ask(pair.anna(), "typing").expect("200");
    pair.ask(pair.boris(), "typing").expect("200");
    Pair.hearsNothing(watcher);
    Pair.hearsNothing(anna);
    long annaId = pair.annaHerself().id();
    Reply seen = pair.boris().call("getUser", "user_id", annaId).expect("200");
    assertThat(seen.has("online")).isFalse();
    assertThat(seen.has("last_seen")).isFalse();
    assertThat(pair.anna().call("getUser", "user_id", pair.borisHimself().id()).status())
        .isEqualTo("200");
    // Nor by the first message in another chat, which the one who blocked begins.
    Talk vera = pair.listening(pair.veraHerself());
    vera.call("blockUser", "user_id", pair.borisHimself().id()).expect("200");
    long chat = Pair.chat(vera, pair.borisHimself());
    Pair.send(vera, chat, "hello");
    assertThat(watcher.nextEvent().kind()).isEqualTo("chatAdded");
    assertThat(watcher.nextEvent().kind()).isEqualTo("chatCreated");
    assertThat(watcher.nextEvent().kind()).isEqualTo("message");
    Pair.hearsNothing(watcher);
  }

  @Test
  void isOverWithUnblockUser() {
    block();
    block();
    isBlocked("sendMessage", "content", "hello", "content_type", "text");
    Talk anna = pair.anna();
    Answers.hasFields(anna.call("unblockUser", "user_id", pair.borisHimself().id()));
    anna.call("unblockUser", "user_id", pair.borisHimself().id()).expect("200");
    pair.send(pair.boris(), "hello");
    assertThat(anna.call("getBlocked").expect("200").list("users")).isEmpty();
  }

  @Test
  void passesOverOneself() {
    Talk anna = pair.anna();
    anna.call("blockUser", "user_id", pair.annaHerself().id()).expect("200");
    assertThat(anna.call("getBlocked").expect("200").list("users")).isEmpty();
    Pair.send(anna, Pair.chat(anna, pair.annaHerself()), "a note");
  }

  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    pair.anna().call("blockUser", "user_id", 999_999).expect("404", "noUser", "user_id");
    Refusals.of(pair.anna(), "blockUser", "user_id", pair.borisHimself().id())
        .withoutToken()
        .withoutTimestamp()
        .missing("user_id")
        .id("user_id", 1);
  }
}
