package io.vestnik.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Crowd;
import io.vestnik.Group;
import io.vestnik.Group.Who;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `addMembers`: all of these are members, or none becomes one.
class AddMembersTest {
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

  private Reply add(Talk talk, List<Map<String, Object>> members) {
    return group.ask(talk, "addMembers", "members", members);
  }

  private static List<Map<String, Object>> named(Crowd.Person... people) {
    return Stream.of(people)
        .map(one -> Map.<String, Object>of("contact_mode", "username", "contact_value", one.name()))
        .toList();
  }

  @Test
  void addsThemByOneEntry() {
    Reply added = add(group.member(), named(group.person(Who.STRANGER), group.person(Who.REMOVED)));
    assertThat(Answers.hasFields(added, "event_id").number("event_id")).isEqualTo(5);
    Reply log = group.log(group.stranger(), 5);
    assertThat(log.texts("events[].event")).containsExactly("memberAdded");
    assertThat(log.text("events[0].how")).isEqualTo("added");
    assertThat(log.number("events[0].from_id")).isEqualTo(group.id(Who.MEMBER));
    assertThat(log.numbers("events[0].members[].user_id"))
        .containsExactly(group.id(Who.REMOVED), group.id(Who.STRANGER));
    assertThat(log.texts("events[0].members[].role")).containsOnly("member");
    assertThat(log.texts("events[0].members[].username"))
        .containsExactly(group.person(Who.REMOVED).name(), group.person(Who.STRANGER).name());
    Reply chat = group.ask(group.removed(), "getChat").expect("200");
    assertThat(chat.number("chat.member_count")).isEqualTo(5);
    assertThat(chat.number("chat.first_event_id")).isEqualTo(1);
    assertThat(chat.number("chat.read_message_id")).isEqualTo(5);
  }

  @Test
  void passesOverMembersOneselfAndRepeats() {
    List<Map<String, Object>> members =
        new ArrayList<>(named(group.person(Who.OWNER), group.person(Who.ADMIN)));
    Answers.hasFields(add(group.owner(), members));
    Answers.hasFields(add(group.owner(), List.of()));
    members.addAll(named(group.person(Who.LEFT)));
    members.addAll(Group.contact(group.person(Who.LEFT)));
    assertThat(add(group.owner(), members).expect("200").number("event_id")).isEqualTo(5);
    assertThat(group.log(group.left(), 5).numbers("events[0].members[].user_id"))
        .containsExactly(group.id(Who.LEFT));
    Answers.hasFields(add(group.owner(), members));
    assertThat(group.ask(group.owner(), "getChat").number("chat.last_event_id")).isEqualTo(5);
  }

  @Test
  void addsNobodyWhereOneOfThemIsNobody() {
    List<Map<String, Object>> members = new ArrayList<>(named(group.person(Who.STRANGER)));
    members.add(Map.of("contact_mode", "username", "contact_value", "nobody"));
    add(group.owner(), members).expect("409", "noContact", "members[1]");
    group.ask(group.stranger(), "getChat").expect("423", "notMember");
  }

  /// What was said before one came, one has not missed.
  @Test
  void countsNothingBeforeItAsUnread() {
    group.send(group.owner(), "before");
    group.add(Who.STRANGER);
    assertThat(group.ask(group.stranger(), "getChat").number("chat.unread_count")).isZero();
    group.send(group.owner(), "after");
    assertThat(group.ask(group.stranger(), "getChat").number("chat.unread_count")).isEqualTo(1);
    assertThat(group.ask(group.stranger(), "getMessages").texts("messages[].content"))
        .containsExactly("before", "after");
    assertThat(group.ask(group.owner(), "getChat").number("chat.read_by_others_message_id"))
        .as("to join is not to read")
        .isZero();
  }

  @Test
  void asksForTheRight() {
    group.permit("add_members", "admin");
    add(group.member(), named(group.person(Who.STRANGER))).expect("403", "role");
    add(group.member(), List.of()).expect("403", "role");
    add(group.admin(), named(group.person(Who.STRANGER))).expect("200");
    group.permit("add_members", "owner");
    add(group.admin(), named(group.person(Who.LEFT))).expect("403", "role");
    add(group.owner(), named(group.person(Who.LEFT))).expect("200");
  }

  @Test
  void refusesStrangersAndWrongFields() {
    List<Map<String, Object>> one = named(group.person(Who.LEFT));
    Refusals.of(group.owner(), "addMembers", "chat_id", group.chat(), "members", one)
        .withoutToken()
        .withoutTimestamp()
        .missing("chat_id", "members")
        .id("chat_id", 1)
        .wrong("members", "422", "type", 5, "x", Map.of())
        .wrong("members", "413", "tooLong", Collections.nCopies(201, one.getFirst()))
        .toStrangers(group.stranger());
    add(group.owner(), List.of(Map.of("contact_value", "x")))
        .expect("422", "missing", "members[0].contact_mode");
  }
}
