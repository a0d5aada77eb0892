package io.vestnik.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Event;
import io.vestnik.wire.Json;
import io.vestnik.wire.Talk;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// `setChatSettings`: what one sets of a chat for oneself alone.
class SetChatSettingsTest {
  @AutoClose private static final TestServer server = TestServer.start();
  @AutoClose private Pair pair;
  private Talk anna;

  @BeforeEach
  void meet(TestInfo test) {
    pair = Pair.of(server, test.getDisplayName());
    anna = pair.anna();
  }

  private void set(@Nullable Object... fields) {
    Answers.hasFields(pair.ask(anna, "setChatSettings", fields));
  }

  private void are(Talk talk, @Nullable Long mutedUntil, boolean pinned, boolean archived) {
    assertThat(pair.ask(talk, "getChat").expect("200").get("chat.settings"))
        .isEqualTo(settings(mutedUntil, pinned, archived));
  }

  private static Map<String, @Nullable Object> settings(
      @Nullable Long mutedUntil, boolean pinned, boolean archived) {
    return Json.object("muted_until", mutedUntil, "pinned", pinned, "archived", archived);
  }

  @Test
  void leavesWhatIsAbsentAndNullAsItIs() {
    are(anna, null, false, false);
    set("pinned", true);
    are(anna, null, true, false);
    set("archived", true);
    are(anna, null, true, true);
    set("muted_until", 5_000_000_000_000L);
    are(anna, 5_000_000_000_000L, true, true);
    set("pinned", false);
    are(anna, 5_000_000_000_000L, false, true);
    set();
    set("pinned", null, "archived", null);
    are(anna, 5_000_000_000_000L, false, true);
  }

  @Test
  void endsTheMutingByNull() {
    set("muted_until", 5_000_000_000_000L, "pinned", true);
    set("muted_until", null);
    are(anna, null, true, false);
    set("muted_until", 0);
    are(anna, 0L, true, false);
    set("muted_until", (1L << 53) - 1);
    are(anna, (1L << 53) - 1, true, false);
  }

  @Test
  void areOnesOwn() {
    set("pinned", true, "archived", true, "muted_until", 7);
    are(pair.boris(), null, false, false);
    pair.ask(pair.boris(), "setChatSettings", "pinned", false, "muted_until", 9).expect("200");
    are(anna, 7L, true, true);
    assertThat(anna.call("getChats").get("chats[0].settings")).isEqualTo(settings(7L, true, true));
  }

  @Test
  void areHeardByOnesOwnDevicesAndNobodyElse() {
    Talk phone = pair.listening(pair.annaHerself());
    Talk his = pair.listening(pair.borisHimself());
    anna.call("subscribe").expect("200");
    set("muted_until", 8, "pinned", true);
    for (Talk own : List.of(phone, anna)) {
      Event changed = own.nextEvent();
      assertThat(changed.kind()).isEqualTo("chatChanged");
      assertThat(changed.number("chat_id")).isEqualTo(pair.chat());
      assertThat(changed.get("chat"))
          .isEqualTo(pair.ask(pair.another(pair.annaHerself()), "getChat").get("chat"));
    }
    Pair.hearsNothing(his);
    set("muted_until", 8, "pinned", true);
    Pair.hearsNothing(phone);
  }

  @Test
  void areResetByDeleteChat() {
    pair.send(anna, "one");
    set("muted_until", 7, "pinned", true, "archived", true);
    pair.ask(anna, "deleteChat").expect("200");
    are(anna, null, false, false);
  }

  @Test
  void refusesStrangersAndWrongFields() {
    Refusals.of(anna, "setChatSettings", "chat_id", pair.chat(), "pinned", true)
        .withoutToken()
        .withoutTimestamp()
        .missing("chat_id")
        .id("chat_id", 1)
        .truth("pinned")
        .truth("archived")
        .wrong("muted_until", "422", "type", "5", true, 1.5, List.of(5), Map.of())
        .wrong("muted_until", "422", "range", -1, 1L << 53)
        .toStrangers(pair.vera());
    are(anna, null, false, false);
  }
}
