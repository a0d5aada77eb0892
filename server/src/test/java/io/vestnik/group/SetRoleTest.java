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

/// `setRole`: the owner gives roles, and the group itself.
class SetRoleTest {
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

  private Reply set(Talk talk, Who who, String role) {
    return group.ask(talk, "setRole", "user_id", group.id(who), "role", role);
  }

  @Test
  void givesAndTakesARole() {
    assertThat(
            Answers.hasFields(set(group.owner(), Who.MEMBER, "admin"), "event_id")
                .number("event_id"))
        .isEqualTo(5);
    assertThat(group.role(Who.MEMBER)).isEqualTo("admin");
    set(group.owner(), Who.MEMBER, "member").expect("200");
    assertThat(group.role(Who.MEMBER)).isEqualTo("member");
    Reply log = group.log(group.member(), 5);
    assertThat(log.texts("events[].event")).containsExactly("roleChanged", "roleChanged");
    assertThat(log.texts("events[].role")).containsExactly("admin", "member");
    assertThat(log.numbers("events[].user_id")).containsOnly(group.id(Who.MEMBER));
    assertThat(log.numbers("events[].from_id")).containsOnly(group.id(Who.OWNER));
  }

  @Test
  void isNothingWhereTheyHaveThatRole() {
    Answers.hasFields(set(group.owner(), Who.ADMIN, "admin"));
    Answers.hasFields(set(group.owner(), Who.MEMBER, "member"));
    Answers.hasFields(set(group.owner(), Who.OWNER, "owner"));
    assertThat(group.ask(group.owner(), "getChat").number("chat.last_event_id")).isEqualTo(4);
  }

  @Test
  void handsTheGroupOver() {
    Reply answer = Answers.hasFields(set(group.owner(), Who.MEMBER, "owner"), "event_id");
    assertThat(answer.number("event_id")).isEqualTo(5);
    Reply log = group.log(group.member(), 5);
    assertThat(log.numbers("events[].user_id"))
        .containsExactly(group.id(Who.MEMBER), group.id(Who.OWNER));
    assertThat(log.texts("events[].role")).containsExactly("owner", "admin");
    assertThat(group.role(Who.MEMBER)).isEqualTo("owner");
    assertThat(group.role(Who.OWNER)).isEqualTo("admin");
    set(group.owner(), Who.ADMIN, "member").expect("403", "role");
    set(group.member(), Who.OWNER, "member").expect("200");
  }

  @Test
  void neverLeavesTheGroupWithoutAnOwner() {
    set(group.owner(), Who.OWNER, "admin").expect("403", "role");
    set(group.owner(), Who.OWNER, "member").expect("403", "role");
    assertThat(group.role(Who.OWNER)).isEqualTo("owner");
  }

  @Test
  void isTheOwnersAlone() {
    for (Talk talk : List.of(group.admin(), group.member())) {
      for (Who who : Who.values()) {
        set(talk, who, "admin").expect("403", "role");
      }
    }
  }

  @Test
  void namesWhoIsNoMember() {
    for (Who who : List.of(Who.REMOVED, Who.LEFT, Who.STRANGER)) {
      set(group.owner(), who, "admin").expect("404", "noUser", "user_id");
      set(group.owner(), who, "owner").expect("404", "noUser", "user_id");
    }
  }

  @Test
  void refusesStrangersAndWrongFields() {
    Object[] right = {"chat_id", group.chat(), "user_id", group.id(Who.ADMIN), "role", "member"};
    Refusals.of(group.owner(), "setRole", right)
        .withoutToken()
        .withoutTimestamp()
        .missing("chat_id", "user_id", "role")
        .id("chat_id", 1)
        .id("user_id", 1)
        .text("role")
        .wrong("role", "422", "range", "", "Owner", "moderator")
        .toStrangers(group.stranger());
  }
}
