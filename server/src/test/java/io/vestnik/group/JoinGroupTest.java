package io.vestnik.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Group;
import io.vestnik.Group.Who;
import io.vestnik.ManualClock;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `joinGroup`: who knows an invite is a member by it.
class JoinGroupTest {
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

  private Reply join(Who who, String invite) {
    return group.talk(who).call("joinGroup", "invite", invite);
  }

  private long uses(String invite) {
    Reply all = group.ask(group.owner(), "getInvites").expect("200");
    return all.numbers("invites[].uses").get(all.texts("invites[].invite").indexOf(invite));
  }

  @Test
  void makesOneAMember() {
    String invite = group.invite();
    Reply joined = Answers.hasFields(join(Who.STRANGER, invite), "chat_id");
    assertThat(joined.number("chat_id")).isEqualTo(group.chat());
    assertThat(group.role(Who.STRANGER)).isEqualTo("member");
    Reply log = group.log(group.stranger(), 5);
    assertThat(log.texts("events[].event")).containsExactly("memberAdded");
    assertThat(log.text("events[0].how")).isEqualTo("invite");
    assertThat(log.number("events[0].from_id")).isEqualTo(group.id(Who.STRANGER));
    assertThat(log.numbers("events[0].members[].user_id")).containsExactly(group.id(Who.STRANGER));
    assertThat(group.ask(group.owner(), "getChat").number("chat.member_count")).isEqualTo(4);
    assertThat(uses(invite)).isEqualTo(1);
  }

  @Test
  void bringsBackWhoHasLeft() {
    join(Who.LEFT, group.invite()).expect("200");
    assertThat(group.role(Who.LEFT)).isEqualTo("member");
  }

  @Test
  void refusesWhoWasRemovedUntilTheyAreAdded() {
    String invite = group.invite();
    join(Who.REMOVED, invite).expect("403", "removed");
    assertThat(uses(invite)).isZero();
    group.add(Who.REMOVED);
    group.ask(group.removed(), "leaveGroup").expect("200");
    join(Who.REMOVED, invite).expect("200");
  }

  /// A member's retry after a lost answer succeeds, whatever has become of the invite.
  @Test
  void countsNothingForAMember() {
    String once = group.ask(group.owner(), "createInvite", "max_uses", 1).text("invite");
    for (int i = 0; i < 3; i++) {
      join(Who.STRANGER, once).expect("200");
      join(Who.OWNER, once).expect("200");
    }
    join(Who.LEFT, once).expect("404", "noInvite", "invite");
    join(Who.REMOVED, once).expect("404", "noInvite", "invite");
    assertThat(group.log(group.owner(), 5).list("events")).hasSize(1);
  }

  @Test
  void refusesWhatHasExpired() {
    long end = clock.millis() + 1000;
    String invite = group.ask(group.owner(), "createInvite", "expires_time", end).text("invite");
    clock.advance(Duration.ofMillis(999));
    join(Who.STRANGER, invite).expect("200");
    clock.advance(Duration.ofMillis(1));
    join(Who.LEFT, invite).expect("404", "noInvite", "invite");
    join(Who.STRANGER, invite).expect("200");
  }

  @Test
  void refusesWhatWasRevokedEvenToMembers() {
    String invite = group.invite();
    group.ask(group.owner(), "revokeInvite", "invite", invite).expect("200");
    for (Who who : List.of(Who.STRANGER, Who.OWNER, Who.REMOVED)) {
      join(who, invite).expect("404", "noInvite", "invite");
    }
  }

  @Test
  void refusesWhatIsNoInvite() {
    String invite = group.invite();
    for (String none :
        List.of(
            "", "x", "A".repeat(22), invite + "A", invite.toLowerCase(Locale.ROOT) + "_", "ё")) {
      join(Who.STRANGER, none).expect("404", "noInvite", "invite");
    }
    group.ask(group.owner(), "deleteGroup").expect("200");
    join(Who.STRANGER, invite).expect("404", "noInvite", "invite");
    join(Who.OWNER, invite).expect("404", "noInvite", "invite");
  }

  @Test
  void refusesWrongFields() {
    Refusals.of(group.stranger(), "joinGroup", "invite", group.invite())
        .withoutToken()
        .withoutTimestamp()
        .missing("invite")
        .text("invite");
  }
}
