package io.vestnik.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Crowd;
import io.vestnik.Group;
import io.vestnik.Group.Who;
import io.vestnik.ManualClock;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `createInvite`: what lets in who knows it.
class CreateInviteTest {
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

  private Reply create(Talk talk, Object... fields) {
    return group.ask(talk, "createInvite", fields);
  }

  @Test
  void isWhatNobodyCanGuess() {
    String first = Answers.hasFields(create(group.owner()), "invite").text("invite");
    String second = create(group.admin(), "expires_time", null, "max_uses", null).text("invite");
    assertThat(first).matches("[A-Za-z0-9_-]{22}").isNotEqualTo(second);
    assertThat(group.ask(group.owner(), "getChat").number("chat.last_event_id"))
        .as("it is no entry")
        .isEqualTo(4);
  }

  @Test
  void letsInSoMany() {
    List<Crowd.Person> people = Crowd.of(server, "guests", 3);
    String invite = create(group.owner(), "max_uses", 2).expect("200").text("invite");
    for (int i = 0; i < 3; i++) {
      Reply reply = group.another(people.get(i)).call("joinGroup", "invite", invite);
      if (i < 2) {
        reply.expect("200");
      } else {
        reply.expect("404", "noInvite", "invite");
      }
    }
  }

  @Test
  void asksForTheRight() {
    create(group.member()).expect("403", "role");
    group.permit("invite", "member");
    create(group.member()).expect("200");
    group.permit("invite", "owner");
    create(group.admin()).expect("403", "role");
    create(group.owner()).expect("200");
    long personal = Pair.chat(group.owner(), group.person(Who.MEMBER));
    group.owner().call("createInvite", "chat_id", personal).expect("403", "role");
  }

  /// The oldest go, but first those that are no good.
  @Test
  void keepsAThousand() {
    List<String> made = new ArrayList<>();
    String used = create(group.owner(), "max_uses", 1).text("invite");
    group.stranger().call("joinGroup", "invite", used).expect("200");
    for (int i = 0; i < 999; i++) {
      clock.advance(Duration.ofMillis(1));
      made.add(create(group.owner()).expect("200").text("invite"));
    }
    assertThat(invites()).hasSize(999);
    group.stranger().call("joinGroup", "invite", used).expect("200");
    for (int i = 0; i < 3; i++) {
      clock.advance(Duration.ofMillis(1));
      made.add(create(group.owner()).expect("200").text("invite"));
    }
    assertThat(invites()).containsExactlyElementsOf(made.subList(2, 1002));
    group.stranger().call("joinGroup", "invite", used).expect("404", "noInvite");
  }

  private List<String> invites() {
    return group.ask(group.owner(), "getInvites").expect("200").texts("invites[].invite");
  }

  @Test
  void refusesStrangersAndWrongFields() {
    long now = clock.millis();
    Refusals.of(group.owner(), "createInvite", "chat_id", group.chat())
        .withoutToken()
        .withoutTimestamp()
        .missing("chat_id")
        .id("chat_id", 1)
        .wrong("max_uses", "422", "range", 0, -1, 1_000_001, Long.MAX_VALUE)
        .wrong("max_uses", "422", "type", "1", 1.5, true)
        .wrong("expires_time", "422", "range", -1, 0, 1, now - 1, now, 1L << 53)
        .wrong("expires_time", "422", "type", "x", 1.5, true)
        .toStrangers(group.stranger());
    create(group.owner(), "expires_time", now + 1, "max_uses", 1_000_000).expect("200");
  }
}
