package io.vestnik.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Group;
import io.vestnik.Group.Who;
import io.vestnik.ManualClock;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `getMembers`: a page of a chat's members.
class GetMembersTest {
  private static final ManualClock clock = new ManualClock();

  @AutoClose
  private static final TestServer server = TestServer.start(clock, UnaryOperator.identity());

  private Group group;

  @BeforeEach
  void meet() {
    group = Group.of(server);
  }

  @AfterEach
  void part() {
    group.close();
  }

  private Reply members(Talk talk, Object... fields) {
    return group.ask(talk, "getMembers", fields);
  }

  @Test
  void listsThemByNumber() {
    clock.advance(Duration.ofSeconds(1));
    group.add(Who.STRANGER);
    Reply all = Answers.hasFields(members(group.member()), "members", "has_more");
    assertThat(all.numbers("members[].user_id"))
        .containsExactly(
            group.id(Who.OWNER), group.id(Who.ADMIN), group.id(Who.MEMBER), group.id(Who.STRANGER));
    assertThat(all.texts("members[].role")).containsExactly("owner", "admin", "member", "member");
    assertThat(all.texts("members[].username"))
        .containsExactly(
            group.person(Who.OWNER).name(),
            group.person(Who.ADMIN).name(),
            group.person(Who.MEMBER).name(),
            group.person(Who.STRANGER).name());
    assertThat(all.truth("has_more")).isFalse();
    List<Long> joined = all.numbers("members[].joined_time");
    assertThat(joined.get(3)).isEqualTo(clock.millis()).isGreaterThan(joined.getFirst());
  }

  @Test
  void goesOnAfterANumber() {
    Reply first = members(group.member(), "limit", 2).expect("200");
    assertThat(first.numbers("members[].user_id"))
        .containsExactly(group.id(Who.OWNER), group.id(Who.ADMIN));
    assertThat(first.truth("has_more")).isTrue();
    Reply rest = members(group.member(), "after_user_id", group.id(Who.ADMIN)).expect("200");
    assertThat(rest.numbers("members[].user_id")).containsExactly(group.id(Who.MEMBER));
    assertThat(rest.truth("has_more")).isFalse();
    assertThat(members(group.member(), "after_user_id", 0).list("members")).hasSize(3);
    assertThat(members(group.member(), "after_user_id", (1L << 53) - 1).list("members")).isEmpty();
  }

  @Test
  void listsBothSidesOfAPersonalChat() {
    long personal = Pair.chat(group.owner(), group.person(Who.STRANGER));
    Reply both = group.stranger().call("getMembers", "chat_id", personal).expect("200");
    assertThat(both.numbers("members[].user_id"))
        .containsExactly(group.id(Who.OWNER), group.id(Who.STRANGER));
    assertThat(both.texts("members[].role")).containsOnly("member");
  }

  @Test
  void refusesStrangersAndWrongFields() {
    Refusals.of(group.member(), "getMembers", "chat_id", group.chat())
        .withoutToken()
        .withoutTimestamp()
        .missing("chat_id")
        .id("chat_id", 1)
        .id("after_user_id", 0)
        .limit()
        .toStrangers(group.stranger());
  }
}
