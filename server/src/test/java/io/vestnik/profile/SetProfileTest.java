package io.vestnik.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Event;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// `setProfile`: what one says of oneself, and who hears of it.
class SetProfileTest {
  @AutoClose private static final TestServer server = TestServer.start();
  @AutoClose private Pair pair;

  @BeforeEach
  void meet(TestInfo test) {
    pair = Pair.of(server, test.getDisplayName());
  }

  @Test
  void changesWhatIsGivenAndNothingElse() {
    Talk anna = pair.anna();
    Answers.hasFields(anna.call("setProfile", "about", "I knit", "language", "ru"));
    Reply profile = anna.call("getProfile").expect("200");
    assertThat(profile.text("about")).isEqualTo("I knit");
    assertThat(profile.text("language")).isEqualTo("ru");
    assertThat(profile.text("show_presence")).isEqualTo("contacts");
    anna.call("setProfile", "show_presence", "nobody").expect("200");
    profile = anna.call("getProfile").expect("200");
    assertThat(profile.text("about")).isEqualTo("I knit");
    assertThat(profile.text("show_presence")).isEqualTo("nobody");
    anna.call("setProfile", "about", null).expect("200");
    assertThat(anna.call("getProfile").has("about")).isFalse();
    anna.call("setProfile").expect("200");
  }

  @Test
  void tellsWhoSharesAPersonalChatAndOnesOwnDevices() {
    Talk own = pair.listening(pair.annaHerself());
    Talk boris = pair.listening(pair.borisHimself());
    Talk vera = pair.listening(pair.veraHerself());
    pair.anna().call("setProfile", "about", "I knit").expect("200");
    for (Talk talk : new Talk[] {own, boris}) {
      Event changed = talk.nextEvent("userChanged");
      assertThat(changed.number("user.user_id")).isEqualTo(pair.annaHerself().id());
      assertThat(changed.text("user.username")).isEqualTo(pair.annaHerself().name());
      assertThat(changed.text("user.about")).isEqualTo("I knit");
    }
    Pair.hearsNothing(vera);
  }

  @Test
  void tellsANewNameWithTheChatsThatBearIt() {
    Talk boris = pair.listening(pair.borisHimself());
    pair.anna().call("changeUsername", "username", "anastasia").expect("200");
    assertThat(boris.nextEvent("userChanged").text("user.username")).isEqualTo("anastasia");
    Event changed = boris.nextEvent("chatChanged");
    assertThat(changed.number("chat_id")).isEqualTo(pair.chat());
    assertThat(changed.text("chat.chat_name")).isEqualTo("anastasia");
  }

  @Test
  void hidesWhetherOneIsThereFromAllAndShowsItAgain() {
    pair.send(pair.boris(), "hello");
    Talk watcher = pair.another(pair.annaHerself());
    watcher.call("subscribe", "presence", true).expect("200");
    Talk boris = pair.listening(pair.borisHimself());
    assertThat(watcher.nextEvent("presence").truth("online")).isTrue();
    boris.call("setProfile", "show_presence", "nobody").expect("200");
    Event hidden = watcher.nextEvent("presence");
    assertThat(hidden.truth("online")).isFalse();
    assertThat(hidden.has("last_seen")).isFalse();
    Talk late = pair.another(pair.annaHerself());
    late.call("subscribe", "presence", true).expect("200");
    Pair.hearsNothing(late);
    boris.call("setProfile", "show_presence", "contacts").expect("200");
    assertThat(watcher.nextEvent("presence").truth("online")).isTrue();
    assertThat(late.nextEvent("presence").truth("online")).isTrue();
  }

  @Test
  void isNotShownByTheFirstMessageWhereItIsHidden() {
    pair.boris().call("setProfile", "show_presence", "nobody").expect("200");
    Talk watcher = pair.another(pair.annaHerself());
    watcher.call("subscribe", "presence", true).expect("200");
    pair.listening(pair.borisHimself());
    pair.send(pair.boris(), "hello");
    assertThat(watcher.nextEvent().kind()).isEqualTo("message");
    Pair.hearsNothing(watcher);
  }

  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    Refusals.of(pair.anna(), "setProfile", "about", "I knit")
        .withoutToken()
        .withoutTimestamp()
        .text("language", "show_presence")
        .wrong("about", "422", "type", 1, true)
        .wrong("about", "422", "range", "")
        .wrong("about", "413", "tooLong", "x".repeat(141))
        .wrong("language", "422", "range", "de", "EN")
        .wrong("show_presence", "422", "range", "all", "");
  }
}
