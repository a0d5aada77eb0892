package io.vestnik.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Crowd;
import io.vestnik.Group;
import io.vestnik.Pair;
import io.vestnik.TestServer;
import io.vestnik.wire.Event;
import io.vestnik.wire.Json;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A group of which a thousand are there, over real sockets: each hears each entry once and in
/// order, and another chat does not wait for it.
@Tag("once")
class CrowdedChatTest {
  private static final int ONLINE = 1_000;
  private static final int AT_ONCE = 200;
  private static final int MESSAGES = 40;

  private static final TestServer server = TestServer.start();
  private static final List<Crowd.Person> crowd = Crowd.of(server, "crowd", ONLINE);
  private static final List<Talk> theirs = new ArrayList<>();
  private static Talk owner = server.talk();

  @BeforeAll
  static void meet() {
    owner = Crowd.of(server, "owner", 1).getFirst().talk(server);
    crowd.forEach(one -> theirs.add(one.talk(server)));
    theirs.forEach(one -> one.post("subscribe"));
    theirs.forEach(one -> one.next().expect("200"));
  }

  @AfterAll
  static void stop() {
    theirs.forEach(Talk::close);
    owner.close();
    server.close();
  }

  private static long group() {
    long group = Group.create(owner, "a crowd", crowd.subList(0, AT_ONCE));
    for (int at = AT_ONCE; at < ONLINE; at += AT_ONCE) {
      owner
          .call(
              "addMembers",
              "chat_id",
              group,
              "members",
              Group.contacts(crowd.subList(at, at + AT_ONCE)))
          .expect("200");
    }
    return group;
  }

  @Test
  @Timeout(120)
  void eachHearsEachOnceAndOtherChatsGoOn() {
    Crowd.Person other = Crowd.of(server, "other", 2).getFirst();
    try (Talk his = other.talk(server)) {
      his.call("subscribe").expect("200");
      long group = group();
      long pair = Pair.chat(owner, other);
      owner.postAll(
          "sendMessage",
          Collections.nCopies(
              MESSAGES,
              Json.object("chat_id", group, "content", "to all", "content_type", "text")));
      long sent = System.nanoTime();
      owner.post("sendMessage", "chat_id", pair, "content", "to you", "content_type", "text");
      assertThat(his.nextEvent("message").text("message.content")).isEqualTo("to you");
      Duration waited = Duration.ofNanos(System.nanoTime() - sent);
      for (int i = 0; i <= MESSAGES; i++) {
        owner.next().expect("200");
      }
      long last = owner.call("getChat", "chat_id", group).number("chat.last_event_id");
      for (int i = 0; i < ONLINE; i++) {
        long first = 1L + i / AT_ONCE;
        assertThat(entries(theirs.get(i), group, last))
            .isEqualTo(LongStream.rangeClosed(first, last).boxed().toList());
      }
      assertThat(waited).isLessThan(Duration.ofSeconds(5));
      end(group);
    }
  }

  // All that is heard of the group up to its last entry; it is shown first.
  private static List<Long> entries(Talk talk, long group, long last) {
    assertThat(talk.nextEvent().kind()).isEqualTo("chatAdded");
    List<Long> heard = new ArrayList<>();
    while (heard.isEmpty() || heard.getLast() < last) {
      Event event = talk.nextEvent();
      assertThat(event.number("chat_id")).isEqualTo(group);
      heard.add(event.number("event_id"));
    }
    return heard;
  }

  // Some are removed while much is on its way; then it ends for the others.
  private static void end(long group) {
    for (int i = 0; i < ONLINE; i += 100) {
      owner.postAll(
          "sendMessage",
          Collections.nCopies(
              5, Json.object("chat_id", group, "content", "bye", "content_type", "text")));
      owner.post("removeMember", "chat_id", group, "user_id", crowd.get(i).id());
    }
    owner.post("deleteGroup", "chat_id", group);
    for (int i = 0; i < 61; i++) {
      owner.next().expect("200");
    }
    for (int i = 0; i < ONLINE; i++) {
      boolean removed = i % 100 == 0;
      long messages = 0;
      Event event = theirs.get(i).nextEvent();
      while (!event.kind().equals("chatRemoved")) {
        messages += event.kind().equals("message") ? 1 : 0;
        event = theirs.get(i).nextEvent();
      }
      assertThat(event.text("reason")).isEqualTo(removed ? "removed" : "deleted");
      assertThat(messages).isEqualTo(removed ? 5 * (i / 100 + 1) : 50);
      assertThat(theirs.get(i).heldEvents()).isEmpty();
    }
  }
}
