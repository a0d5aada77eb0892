package io.vestnik.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Talk;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// `unsubscribe`: from its answer on a connection hears nothing.
class UnsubscribeTest {
  @AutoClose private static final TestServer server = TestServer.start();
  @AutoClose private Pair pair;
  private Talk anna;
  private Talk his;

  @BeforeEach
  void meet(TestInfo test) {
    pair = Pair.of(server, test.getDisplayName());
    anna = pair.anna();
    his = pair.listening(pair.borisHimself());
  }

  @Test
  void endsTheEventsOfThisConnectionAlone() {
    Talk phone = pair.listening(pair.borisHimself());
    pair.send(anna, "heard");
    assertThat(his.nextEvent("message").text("message.content")).isEqualTo("heard");
    Answers.hasFields(his.call("unsubscribe"));
    pair.send(anna, "missed");
    pair.ask(anna, "typing").expect("200");
    pair.ask(pair.boris(), "setChatSettings", "pinned", true).expect("200");
    assertThat(phone.nextEvent("message").text("message.content")).isEqualTo("heard");
    assertThat(phone.nextEvent("message").text("message.content")).isEqualTo("missed");
    Pair.hearsNothing(his);
  }

  @Test
  void leavesTheConnectionAsItWasBeforeItSubscribed() {
    his.call("unsubscribe").expect("200");
    his.call("unsubscribe").expect("200");
    assertThat(pair.ask(his, "getChat").expect("200").number("chat.chat_id"))
        .isEqualTo(pair.chat());
    his.call("subscribe").expect("200");
    pair.send(anna, "heard");
    assertThat(his.nextEvent().text("message.content")).isEqualTo("heard");
  }

  @Test
  void passesWhereNothingWasSubscribed() {
    Answers.hasFields(anna.call("unsubscribe"));
  }

  @Test
  void leavesTheConnectionOpenWhenItsTokenEnds() {
    his.call("unsubscribe").expect("200");
    pair.boris().call("logout").expect("200");
    his.call("checkToken").expect("401", "tokenInvalid");
    his.call("checkConnection").expect("200");
  }

  @Test
  void refusesWhoIsNotSignedInAndLeavesTheSubscription() {
    Refusals.of(his, "unsubscribe").withoutToken().withoutTimestamp();
    pair.send(anna, "heard");
    assertThat(his.nextEvent("message").text("message.content")).isEqualTo("heard");
  }
}
