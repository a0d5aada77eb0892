package io.vestnik.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Crowd;
import io.vestnik.Group;
import io.vestnik.Group.Who;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `leaveGroup`: one is a member no longer, an owner hands over, the last one ends the group.
class LeaveGroupTest {
  @AutoClose private static final TestServer server = TestServer.start();
  private Group group;

  @BeforeEach
  void meet() {
    group = Group.of(server);
  }

  @AfterEach
  void part() {
    group.close();
  }

  @Test
  void endsAllSightOfTheGroup() {
    group.send(group.member(), "mine");
    Answers.hasFields(group.ask(group.member(), "leaveGroup"));
    group.ask(group.member(), "getChat").expect("423", "notMember", "chat_id");
    group.ask(group.member(), "leaveGroup").expect("423", "notMember", "chat_id");
    assertThat(group.member().call("getChats").expect("200").list("chats")).isEmpty();
    Reply log = group.log(group.owner(), 6);
    assertThat(log.texts("events[].event")).containsExactly("memberRemoved");
    assertThat(log.texts("events[].reason")).containsExactly("left");
    assertThat(log.numbers("events[].from_id")).containsExactly(group.id(Who.MEMBER));
    assertThat(log.numbers("events[].user_id")).containsExactly(group.id(Who.MEMBER));
    Reply chat = group.ask(group.owner(), "getChat").expect("200");
    assertThat(chat.number("chat.member_count")).isEqualTo(2);
    assertThat(chat.numbers("chat.chat_members[].user_id"))
        .containsExactly(group.id(Who.OWNER), group.id(Who.ADMIN));
  }

  /// By its revision a client knows which of two looks is the newer.
  @Test
  void whoComesBackSeesANewerLook() {
    for (int i = 0; i < 30; i++) {
      group.ask(group.member(), "setChatSettings", "pinned", i % 2 == 0).expect("200");
    }
    long before = group.ask(group.member(), "getChat").number("chat.revision");
    group.ask(group.member(), "leaveGroup").expect("200");
    group.add(Who.MEMBER);
    assertThat(group.ask(group.member(), "getChat").number("chat.revision")).isGreaterThan(before);
  }

  @Test
  void handsAnOwnersGroupToTheLongestServingAdmin() {
    group.ask(group.owner(), "leaveGroup").expect("200");
    Reply log = group.log(group.admin(), 5);
    assertThat(log.texts("events[].event")).containsExactly("roleChanged", "memberRemoved");
    assertThat(log.number("events[0].user_id")).isEqualTo(group.id(Who.ADMIN));
    assertThat(log.text("events[0].role")).isEqualTo("owner");
    assertThat(log.number("events[0].from_id")).isEqualTo(group.id(Who.OWNER));
    assertThat(group.role(Who.ADMIN)).isEqualTo("owner");
    assertThat(group.role(Who.MEMBER)).isEqualTo("member");
  }

  /// Who has been an admin for long comes before who is a member for longer, and a later admin.
  @Test
  void handsOverByRoleThenByTime() {
    group.add(Who.STRANGER);
    group.add(Who.LEFT);
    for (Who late : List.of(Who.LEFT, Who.STRANGER)) {
      group.ask(group.owner(), "setRole", "user_id", group.id(late), "role", "admin").expect("200");
    }
    group.ask(group.owner(), "leaveGroup").expect("200");
    assertThat(group.role(Who.ADMIN)).isEqualTo("owner");
    group.ask(group.admin(), "leaveGroup").expect("200");
    assertThat(group.role(Who.STRANGER)).isEqualTo("owner");
    group.ask(group.stranger(), "leaveGroup").expect("200");
    assertThat(group.role(Who.LEFT)).isEqualTo("owner");
    group.ask(group.left(), "leaveGroup").expect("200");
    assertThat(group.role(Who.MEMBER)).isEqualTo("owner");
  }

  @Test
  void endsTheGroupWithItsLastMember() {
    String invite = group.invite();
    group.send(group.owner(), "the last words");
    for (Talk one : List.of(group.owner(), group.admin(), group.member())) {
      group.ask(one, "leaveGroup").expect("200");
    }
    for (Who who : Who.values()) {
      group.ask(group.talk(who), "getChat").expect("423", "notMember", "chat_id");
    }
    group.stranger().call("joinGroup", "invite", invite).expect("404", "noInvite", "invite");
    Refusals.of(group.owner(), "getChat", "chat_id", group.chat()).toStrangers(group.stranger());
  }

  @Test
  void refusesStrangersAndWrongFields() {
    Refusals.of(group.member(), "leaveGroup", "chat_id", group.chat())
        .withoutToken()
        .withoutTimestamp()
        .missing("chat_id")
        .id("chat_id", 1)
        .toStrangers(group.stranger());
    Crowd.Person member = group.person(Who.MEMBER);
    long personal = Pair.chat(group.owner(), member);
    group.owner().call("leaveGroup", "chat_id", personal).expect("403", "role");
  }
}
