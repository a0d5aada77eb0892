package io.vestnik.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Event;
import io.vestnik.wire.Talk;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// `subscribe`: from its answer on a connection hears what happens in its user's chats.
class SubscribeTest {
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

  private void hears(Talk talk, String content) {
    assertThat(talk.nextEvent("message").text("message.content")).isEqualTo(content);
  }

  @Test
  void saysWhoSubscribed() {
    assertThat(Answers.hasFields(anna.call("subscribe"), "user_id").number("user_id"))
        .isEqualTo(pair.annaHerself().id());
    assertThat(anna.call("subscribe", "presence", true).number("user_id"))
        .isEqualTo(pair.annaHerself().id());
  }

  @Test
  void givesEntriesAsGetEventsDoes() {
    pair.send(anna, "one");
    anna.call(
            "sendMessage",
            "chat_id",
            pair.chat(),
            "content",
            "«two»\n\t\"😀\"",
            "content_type",
            "text",
            "reply_to",
            2)
        .expect("200");
    List<Object> log = pair.ask(pair.boris(), "getEvents", "min_event_id", 2).list("events");
    for (Object entry : log) {
      Event event = his.nextEvent();
      assertThat(event.number("timestamp")).isPositive();
      event.body().remove("mode");
      event.body().remove("timestamp");
      assertThat(event.body()).isEqualTo(entry);
    }
    assertThat(log).hasSize(2);
  }

  @Test
  void givesWhatOneCausesOneselfToo() {
    anna.call("subscribe").expect("200");
    pair.send(anna, "hers");
    hears(anna, "hers");
    hears(his, "hers");
  }

  @Test
  void givesTheClientsOwnNumberToTheSendersConnectionsAlone() {
    Talk phone = pair.listening(pair.annaHerself());
    anna.call("subscribe").expect("200");
    Object[] message = {"content", "x", "content_type", "text", "client_message_id", "mine"};
    pair.ask(anna, "sendMessage", message).expect("200");
    for (Talk own : List.of(anna, phone)) {
      assertThat(own.nextEvent("message").text("message.client_message_id")).isEqualTo("mine");
    }
    assertThat(his.nextEvent("message").has("message.client_message_id")).isFalse();
    pair.ask(anna, "sendMessage", message).expect("200");
    pair.send(anna, "next");
    assertThat(his.nextEvent("message").text("message.content")).isEqualTo("next");
  }

  @Test
  void isNeededToHearAnything() {
    pair.send(anna, "one");
    pair.ask(pair.boris(), "markRead", "message_id", 2).expect("200");
    hears(his, "one");
    Pair.hearsNothing(anna);
    Pair.hearsNothing(pair.boris());
  }

  @Test
  void givesNothingOfTheChatsOfOthers() {
    Talk stranger = pair.another(pair.veraHerself());
    stranger.call("subscribe", "presence", true).expect("200");
    pair.send(anna, "one");
    pair.ask(anna, "typing").expect("200");
    pair.ask(pair.boris(), "markRead", "message_id", 2).expect("200");
    pair.ask(anna, "setChatSettings", "pinned", true).expect("200");
    pair.ask(anna, "deleteChat", "for_everyone", true).expect("200");
    assertThat(his.nextEvent("chatRemoved").text("reason")).isEqualTo("deleted");
    Pair.hearsNothing(stranger);
  }

  @Test
  void replacesItselfSoThatNothingComesTwice() {
    for (int i = 0; i < 5; i++) {
      his.call("subscribe").expect("200");
    }
    pair.send(anna, "once");
    hears(his, "once");
    Pair.hearsNothing(his);
    his.call("unsubscribe").expect("200");
    pair.send(anna, "never");
    Pair.hearsNothing(his);
  }

  /// The connection was subscribed all the time.
  @Test
  void losesNothingWhileItReplacesItself() {
    Talk writer = pair.another(pair.annaHerself());
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 20; i++) {
        writer.post("sendMessage", "chat_id", pair.chat(), "content", "x", "content_type", "text");
      }
      for (int i = 0; i < 5; i++) {
        his.call("subscribe", "presence", i % 2 == 0).expect("200");
      }
      for (int i = 0; i < 20; i++) {
        writer.next().expect("200");
      }
    }
    for (long expected = 2; expected < 402; expected++) {
      assertThat(his.nextEvent("message").number("event_id")).isEqualTo(expected);
    }
    Pair.hearsNothing(his);
  }

  @Test
  void replacesTheSubscriptionOfAnotherUser() {
    long other = Pair.chat(anna, pair.veraHerself());
    his.call("subscribe", "token", pair.veraHerself().token()).expect("200");
    pair.send(anna, "to Boris");
    Pair.send(anna, other, "to Vera");
    hears(his, "to Vera");
    pair.boris().call("logout").expect("200");
    Pair.send(anna, other, "again");
    hears(his, "again");
    his.call("checkConnection").expect("200");
  }

  @Test
  void staysWhereARequestHasAnotherTokenThatIsDead() {
    String dead = pair.veraHerself().token();
    pair.vera().call("logout").expect("200");
    his.call("getChats", "token", dead).expect("401", "tokenInvalid");
    his.call("subscribe", "token", dead).expect("401", "tokenInvalid");
    his.call("unsubscribe", "token", dead).expect("401", "tokenInvalid");
    pair.send(anna, "heard");
    hears(his, "heard");
  }

  @Test
  void refusesWhoIsNotSignedInAndWrongFields() {
    Refusals.of(his, "subscribe", "presence", false)
        .withoutToken()
        .withoutTimestamp()
        .truth("presence");
    pair.send(anna, "heard");
    hears(his, "heard");
    Pair.hearsNothing(his);
  }
}
