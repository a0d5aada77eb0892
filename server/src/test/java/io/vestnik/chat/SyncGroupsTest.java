package io.vestnik.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Crowd;
import io.vestnik.Group;
import io.vestnik.Group.Who;
import io.vestnik.Pair;
import io.vestnik.TestServer;
import io.vestnik.model.ChatType;
import io.vestnik.model.Event;
import io.vestnik.model.Role;
import io.vestnik.table.ChatRow;
import io.vestnik.table.Members;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// `sync` of groups: those one has left, those one is back in, and very many.
class SyncGroupsTest {
  @AutoClose private static final TestServer server = TestServer.start();

  private static Reply sync(Talk talk, String cursor) {
    return talk.call("sync", "cursor", cursor).expect("200");
  }

  private static String begin(Talk talk) {
    return talk.call("sync").expect("200").text("cursor");
  }

  @Test
  void saysHowOneWent() {
    try (Group group = Group.of(server)) {
      String admins = begin(group.admin());
      String members = begin(group.member());
      group.ask(group.admin(), "leaveGroup").expect("200");
      group.ask(group.owner(), "removeMember", "user_id", group.id(Who.MEMBER)).expect("200");
      isRemoved(sync(group.admin(), admins), group, "left");
      Reply removed = sync(group.member(), members);
      isRemoved(removed, group, "removed");
      assertThat(sync(group.member(), removed.text("cursor")).list("removed")).isEmpty();
      String owners = begin(group.owner());
      group.ask(group.owner(), "deleteGroup").expect("200");
      isRemoved(sync(group.owner(), owners), group, "deleted");
    }
  }

  private static void isRemoved(Reply answer, Group group, String reason) {
    assertThat(answer.numbers("removed[].chat_id")).containsExactly(group.chat());
    assertThat(answer.text("removed[0].reason")).isEqualTo(reason);
    assertThat(answer.list("chats")).isEmpty();
    assertThat(answer.list("events")).isEmpty();
  }

  /// With `history: all` one sees what was said meanwhile, so nothing is missing.
  @Test
  void whoIsBackAndSeesAllGoesOn() {
    try (Group group = Group.of(server)) {
      String cursor = begin(group.member());
      long removed =
          group
              .ask(group.owner(), "removeMember", "user_id", group.id(Who.MEMBER))
              .number("event_id");
      group.send(group.owner(), "meanwhile");
      long added = group.add(Who.MEMBER);
      Reply back = sync(group.member(), cursor);
      assertThat(back.list("removed")).isEmpty();
      assertThat(back.numbers("chats[].chat_id")).containsExactly(group.chat());
      assertThat(back.numbers("events[].event_id"))
          .isEqualTo(LongStream.rangeClosed(removed, added).boxed().toList());
    }
  }

  @Test
  void whoIsBackAndSeesWhatCameSinceBeginsAnew() {
    try (Group group = Group.of(server)) {
      group.permit("history", "joined");
      String members = begin(group.member());
      String admins = begin(group.admin());
      group.ask(group.owner(), "removeMember", "user_id", group.id(Who.MEMBER)).expect("200");
      group.ask(group.admin(), "leaveGroup").expect("200");
      group.send(group.owner(), "meanwhile");
      long added = group.add(Who.MEMBER);
      group.add(Who.ADMIN);
      Reply back = sync(group.member(), members);
      assertThat(back.numbers("removed[].chat_id")).containsExactly(group.chat());
      assertThat(back.text("removed[0].reason")).isEqualTo("removed");
      assertThat(back.number("chats[0].first_event_id")).isEqualTo(added);
      assertThat(back.list("events")).isEmpty();
      assertThat(sync(group.admin(), admins).text("removed[0].reason")).isEqualTo("left");
      long message = group.send(group.owner(), "after");
      Reply after = sync(group.member(), back.text("cursor"));
      assertThat(after.list("removed")).isEmpty();
      assertThat(after.numbers("events[].event_id")).endsWith(message);
    }
  }

  @Test
  void fiftyGroupsComeInOneAnswer(TestInfo test) {
    List<Crowd.Person> people = Crowd.of(server, test.getDisplayName(), 20);
    try (Talk owner = people.getFirst().talk(server);
        Talk reader = people.get(1).talk(server)) {
      List<Long> groups = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        groups.add(Group.create(owner, "group " + i, people.subList(1, 20)));
      }
      SyncModel model = new SyncModel(reader);
      model.catchUp(null);
      for (long group : groups) {
        Pair.send(owner, group, "one");
        Pair.send(owner, group, "two");
      }
      assertThat(model.step(null)).as("more").isFalse();
      assertThat(model.holes()).isZero();
      model.isLikeTheServer();
    }
  }

  /// More than the cursor knows: none is lost, and it comes to an end each time.
  @Test
  void moreThanTenThousandChatsAreAllGiven(TestInfo test) {
    int count = 10_200;
    Crowd.Person person = Crowd.of(server, test.getDisplayName(), 1).getFirst();
    List<Long> all = withMany(person, count);
    try (Talk talk = person.talk(server)) {
      Set<Long> given = new HashSet<>();
      String cursor = passThrough(talk, null, given);
      assertThat(given).containsExactlyInAnyOrderElementsOf(all);
      given.clear();
      long oldest = all.getFirst();
      talk.call("setChatSettings", "chat_id", oldest, "archived", true).expect("200");
      long newest = all.getLast();
      talk.call("setChatSettings", "chat_id", newest, "archived", true).expect("200");
      cursor = passThrough(talk, cursor, given);
      assertThat(given).contains(oldest, newest).hasSizeLessThan(count - 9_000);
      given.clear();
      Pair.send(talk, oldest, "comes to the front");
      passThrough(talk, cursor, given);
      assertThat(given).contains(oldest);
    }
  }

  private static String passThrough(Talk talk, @Nullable String from, Set<Long> given) {
    Reply answer = talk.call("sync", "cursor", from).expect("200");
    int answers = 1;
    while (true) {
      given.addAll(answer.numbers("chats[].chat_id"));
      assertThat(answer.truth("reset")).isFalse();
      assertThat(answer.list("removed")).isEmpty();
      assertThat(answer.text("cursor").length()).isLessThanOrEqualTo(Cursor.MAX_LENGTH);
      assertThat(answers++).isLessThan(60);
      if (!answer.truth("has_more")) {
        return answer.text("cursor");
      }
      answer = sync(talk, answer.text("cursor"));
    }
  }

  // Chats with users who need not be there.
  private static List<Long> withMany(Crowd.Person person, int count) {
    return server
        .server()
        .store()
        .write(tx -> {
          List<Long> all = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            ChatRow chat = tx.chats().addPersonal(person.id(), 1_000_000L + i, i + 1);
            tx.members().add(chat.id(), person.id(), Members.Seat.first(Role.MEMBER, i + 1));
            tx.log().append(chat, null, new Event.ChatCreated(ChatType.PERSONAL, null, List.of()));
            all.add(chat.id());
          }
          return all;
        });
  }
}
