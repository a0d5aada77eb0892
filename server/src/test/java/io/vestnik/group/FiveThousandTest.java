package io.vestnik.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Crowd;
import io.vestnik.Group;
import io.vestnik.TestServer;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A group of as many members as one may have.
@Tag("once")
class FiveThousandTest {
  @AutoClose private static final TestServer server = TestServer.start();
  private static final int ALL = 5_000;
  private static final int CHUNK = 200;

  // What takes milliseconds, on a machine that does other things too.
  private static final Duration QUICK = Duration.ofSeconds(2);

  @Test
  void isMadeInChunksReadInPagesAndStaysQuick() {
    List<Crowd.Person> people = Crowd.of(server, "many", ALL + 1);
    try (Talk owner = people.getFirst().talk(server);
        Talk last = people.get(ALL - 1).talk(server)) {
      long chat = Group.create(owner, "all", people.subList(1, CHUNK));
      for (int from = CHUNK; from < ALL; from += CHUNK) {
        List<Crowd.Person> chunk = people.subList(from, from + CHUNK);
        Reply added = quick(owner, "addMembers", "chat_id", chat, "members", Group.contacts(chunk));
        assertThat(added.number("event_id")).isEqualTo(1 + from / CHUNK);
        assertThat(owner.call("getChat", "chat_id", chat).number("chat.member_count"))
            .isEqualTo(from + CHUNK);
      }
      owner
          .call("addMembers", "chat_id", chat, "members", Group.contact(people.getLast()))
          .expect("409", "groupFull");
      assertThat(pages(last, chat))
          .isEqualTo(people.stream().limit(ALL).map(Crowd.Person::id).toList());
      quick(last, "getChats");
      quick(last, "getChat", "chat_id", chat);
      quick(last, "sendMessage", "chat_id", chat, "content", "hello", "content_type", "text");
      quick(owner, "createGroup", "name", "small");
      quick(owner, "leaveGroup", "chat_id", chat);
      assertThat(people.get(1).talk(server).call("getChat", "chat_id", chat).text("chat.role"))
          .isEqualTo("owner");
    }
  }

  private static List<Long> pages(Talk talk, long chat) {
    List<Long> all = new ArrayList<>();
    Reply page;
    do {
      long after = all.isEmpty() ? 0 : all.getLast();
      page = quick(talk, "getMembers", "chat_id", chat, "after_user_id", after, "limit", 700);
      all.addAll(page.numbers("members[].user_id"));
    } while (page.truth("has_more"));
    return all;
  }

  private static Reply quick(Talk talk, String mode, Object... fields) {
    long begun = System.nanoTime();
    Reply reply = talk.call(mode, fields).expect("200");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).as(mode).isLessThan(QUICK);
    return reply;
  }
}
