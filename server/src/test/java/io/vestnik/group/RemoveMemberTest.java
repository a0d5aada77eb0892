package io.vestnik.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Group;
import io.vestnik.Group.Who;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `removeMember`: a member of a lower role is one no longer.
class RemoveMemberTest {
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

  private Reply remove(Talk talk, Who who) {
    return group.ask(talk, "removeMember", "user_id", group.id(who));
  }

  @Test
  void endsTheirSightOfTheGroup() {
    Reply removed = Answers.hasFields(remove(group.admin(), Who.MEMBER), "event_id");
    assertThat(removed.number("event_id")).isEqualTo(5);
    Reply log = group.log(group.owner(), 5);
    assertThat(log.texts("events[].event")).containsExactly("memberRemoved");
    assertThat(log.text("events[0].reason")).isEqualTo("removed");
    assertThat(log.number("events[0].user_id")).isEqualTo(group.id(Who.MEMBER));
    assertThat(log.number("events[0].from_id")).isEqualTo(group.id(Who.ADMIN));
    assertThat(group.ask(group.owner(), "getChat").number("chat.member_count")).isEqualTo(2);
    Refusals.of(group.owner(), "getChat", "chat_id", group.chat()).toStrangers(group.member());
    assertThat(group.member().call("getChats").list("chats")).isEmpty();
    remove(group.owner(), Who.MEMBER).expect("404", "noUser", "user_id");
  }

  @Test
  void takesMembersOfLowerRolesOnly() {
    group.add(Who.STRANGER);
    remove(group.member(), Who.STRANGER).expect("403", "role");
    remove(group.member(), Who.OWNER).expect("403", "role");
    remove(group.admin(), Who.OWNER).expect("403", "role");
    group
        .ask(group.owner(), "setRole", "user_id", group.id(Who.STRANGER), "role", "admin")
        .expect("200");
    remove(group.admin(), Who.STRANGER).expect("403", "role");
    remove(group.owner(), Who.STRANGER).expect("200");
    remove(group.owner(), Who.ADMIN).expect("200");
  }

  @Test
  void isNotForOneself() {
    for (Who who : List.of(Who.OWNER, Who.ADMIN, Who.MEMBER)) {
      remove(group.talk(who), who).expect("403", "role");
    }
  }

  /// A plain member is refused before it is looked whether there is such a one.
  @Test
  void namesWhoIsNoMember() {
    for (Who who : List.of(Who.REMOVED, Who.LEFT, Who.STRANGER)) {
      remove(group.admin(), who).expect("404", "noUser", "user_id");
      remove(group.member(), who).expect("403", "role");
    }
    group
        .ask(group.owner(), "removeMember", "user_id", 7_654_321)
        .expect("404", "noUser", "user_id");
  }

  @Test
  void refusesStrangersAndWrongFields() {
    Refusals.of(
            group.owner(), "removeMember", "chat_id", group.chat(), "user_id", group.id(Who.LEFT))
        .withoutToken()
        .withoutTimestamp()
        .missing("chat_id", "user_id")
        .id("chat_id", 1)
        .id("user_id", 1)
        .toStrangers(group.stranger());
  }
}
