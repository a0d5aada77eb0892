package io.vestnik.group;

import io.vestnik.Answers;
import io.vestnik.Group;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `revokeInvite`: nobody joins by it any more.
class RevokeInviteTest {
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

  private Reply revoke(Talk talk, String invite) {
    return group.ask(talk, "revokeInvite", "invite", invite);
  }

  @Test
  void endsTheInviteAndNoOther() {
    String invite = group.invite();
    String other = group.invite();
    Answers.hasFields(revoke(group.admin(), invite));
    group.stranger().call("joinGroup", "invite", invite).expect("404", "noInvite", "invite");
    revoke(group.owner(), invite).expect("404", "noInvite", "invite");
    group.stranger().call("joinGroup", "invite", other).expect("200");
  }

  @Test
  void knowsTheInvitesOfItsGroupAlone() {
    long second = Group.create(group.owner(), "second", List.of());
    String foreign =
        group.owner().call("createInvite", "chat_id", second).expect("200").text("invite");
    for (String none : List.of(foreign, "", "x", "A".repeat(22), "ё".repeat(2_000))) {
      revoke(group.owner(), none).expect("404", "noInvite", "invite");
    }
    group.stranger().call("joinGroup", "invite", foreign).expect("200");
  }

  @Test
  void asksForTheRight() {
    String invite = group.invite();
    revoke(group.member(), invite).expect("403", "role");
    group.permit("invite", "member");
    revoke(group.member(), invite).expect("200");
  }

  @Test
  void refusesStrangersAndWrongFields() {
    Refusals.of(group.owner(), "revokeInvite", "chat_id", group.chat(), "invite", "x")
        .withoutToken()
        .withoutTimestamp()
        .missing("chat_id", "invite")
        .id("chat_id", 1)
        .text("invite")
        .toStrangers(group.stranger());
  }
}
