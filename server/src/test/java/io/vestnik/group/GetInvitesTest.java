package io.vestnik.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Group;
import io.vestnik.Group.Who;
import io.vestnik.ManualClock;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `getInvites`: the invites by which one can join.
class GetInvitesTest {
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

  private Reply invites(Talk talk) {
    return group.ask(talk, "getInvites");
  }

  @Test
  void listsThemWithWhatTheySay() {
    assertThat(Answers.hasFields(invites(group.owner()), "invites").list("invites")).isEmpty();
    long end = clock.millis() + 5000;
    String first = group.invite();
    clock.advance(Duration.ofMillis(1));
    String second =
        group.ask(group.admin(), "createInvite", "expires_time", end, "max_uses", 7).text("invite");
    group.stranger().call("joinGroup", "invite", second).expect("200");
    Reply all = invites(group.admin()).expect("200");
    assertThat(all.texts("invites[].invite")).containsExactly(first, second);
    assertThat(all.numbers("invites[].uses")).containsExactly(0L, 1L);
    assertThat(all.numbers("invites[].from_id"))
        .containsExactly(group.id(Who.OWNER), group.id(Who.ADMIN));
    assertThat(all.has("invites[0].expires_time")).isFalse();
    assertThat(all.has("invites[0].max_uses")).isFalse();
    assertThat(all.number("invites[1].expires_time")).isEqualTo(end);
    assertThat(all.number("invites[1].max_uses")).isEqualTo(7);
  }

  @Test
  void leavesOutWhatIsNoGood() {
    String good = group.invite();
    String used = group.ask(group.owner(), "createInvite", "max_uses", 1).text("invite");
    group.stranger().call("joinGroup", "invite", used).expect("200");
    group.ask(group.owner(), "createInvite", "expires_time", clock.millis() + 10).expect("200");
    String revoked = group.invite();
    group.ask(group.owner(), "revokeInvite", "invite", revoked).expect("200");
    assertThat(invites(group.owner()).list("invites")).hasSize(2);
    clock.advance(Duration.ofMillis(10));
    assertThat(invites(group.owner()).texts("invites[].invite")).containsExactly(good);
  }

  @Test
  void asksForTheRight() {
    invites(group.member()).expect("403", "role");
    group.permit("invite", "member");
    invites(group.member()).expect("200");
  }

  @Test
  void refusesStrangersAndWrongFields() {
    Refusals.of(group.owner(), "getInvites", "chat_id", group.chat())
        .withoutToken()
        .withoutTimestamp()
        .missing("chat_id")
        .id("chat_id", 1)
        .toStrangers(group.stranger());
  }
}
