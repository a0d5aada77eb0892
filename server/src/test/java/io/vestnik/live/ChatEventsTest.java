package io.vestnik.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.AtOnce;
import io.vestnik.Pair;
import io.vestnik.TestServer;
import io.vestnik.wire.Event;
import io.vestnik.wire.Json;
import io.vestnik.wire.Talk;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// How chats come, grow and go for those who listen.
class ChatEventsTest {
  @AutoClose private static final TestServer server = TestServer.start();
  @AutoClose private Pair pair;
  private Talk anna;
  private Talk boris;

  @BeforeEach
  void meet(TestInfo test) {
    pair = Pair.of(server, test.getDisplayName());
    anna = pair.anna();
    boris = pair.boris();
  }

  @Test
  void aNewChatIsShownBeforeItsFirstEntry() {
    Talk third = pair.listening(pair.veraHerself());
    Talk hers = pair.listening(pair.annaHerself());
    long chat = Pair.chat(anna, pair.veraHerself());
    Pair.send(anna, chat, "one");
    for (Talk talk : List.of(third, hers)) {
      Event added = talk.nextEvent();
      assertThat(added.kind()).isEqualTo("chatAdded");
      assertThat(added.number("chat_id")).isEqualTo(chat);
      assertThat(added.number("chat.chat_id")).isEqualTo(chat);
      Event created = talk.nextEvent();
      assertThat(created.kind()).isEqualTo("chatCreated");
      assertThat(created.number("event_id")).isEqualTo(1);
      assertThat(talk.nextEvent().text("message.content")).isEqualTo("one");
    }
    Talk notes = pair.listening(pair.borisHimself());
    long own = Pair.chat(boris, pair.borisHimself());
    assertThat(notes.nextEvent().number("chat_id")).isEqualTo(own);
    assertThat(notes.nextEvent().numbers("members[].user_id"))
        .containsExactly(pair.borisHimself().id());
    Pair.hearsNothing(notes);
  }

  @Test
  void aChatThatIsThereAlreadyIsNotToldOfAgain() {
    Talk his = pair.listening(pair.borisHimself());
    Pair.chat(boris, pair.annaHerself());
    Pair.hearsNothing(his);
  }

  @Test
  void aChatThatEndsIsToldToBothAndSilentAfterwards() {
    Talk his = pair.listening(pair.borisHimself());
    Talk hers = pair.listening(pair.annaHerself());
    pair.ask(anna, "deleteChat", "for_everyone", true).expect("200");
    for (Talk talk : List.of(his, hers)) {
      Event removed = talk.nextEvent();
      assertThat(removed.kind()).isEqualTo("chatRemoved");
      assertThat(removed.number("chat_id")).isEqualTo(pair.chat());
      assertThat(removed.text("reason")).isEqualTo("deleted");
    }
    long next = Pair.chat(anna, pair.borisHimself());
    assertThat(his.nextEvent("chatAdded").number("chat_id")).isEqualTo(next);
    Pair.send(anna, next, "one");
    assertThat(his.nextEvent("message").number("chat_id")).isEqualTo(next);
  }

  @Test
  void aClearedChatComesBackBeforeItsNextMessage() {
    pair.send(anna, "one");
    Talk his = pair.listening(pair.borisHimself());
    Talk hers = pair.listening(pair.annaHerself());
    pair.ask(boris, "deleteChat").expect("200");
    Event removed = his.nextEvent();
    assertThat(removed.kind()).isEqualTo("chatRemoved");
    assertThat(removed.text("reason")).isEqualTo("cleared");
    pair.send(anna, "two");
    Event added = his.nextEvent();
    assertThat(added.kind()).isEqualTo("chatAdded");
    assertThat(added.number("chat.first_event_id")).isEqualTo(3);
    assertThat(his.nextEvent().text("message.content")).isEqualTo("two");
    assertThat(hers.nextEvent("message").text("message.content")).isEqualTo("two");
    pair.send(anna, "three");
    assertThat(his.nextEvent().text("message.content")).isEqualTo("three");
  }

  /// Also for a connection that subscribed only when the chat was out of the list.
  @Test
  void aChatClearedBeforeComesBackToo() {
    pair.send(anna, "one");
    pair.ask(boris, "deleteChat").expect("200");
    Talk his = pair.listening(pair.borisHimself());
    pair.ask(anna, "typing").expect("200");
    pair.send(boris, "of oneself");
    assertThat(his.nextEvent().kind()).isEqualTo("chatAdded");
    assertThat(his.nextEvent().text("message.content")).isEqualTo("of oneself");
  }

  @Test
  void manySendersAtOnceAreHeardInOneOrderWithoutAGap() {
    int senders = 8;
    int each = 125;
    List<Talk> listeners =
        List.of(
            pair.listening(pair.annaHerself()),
            pair.listening(pair.borisHimself()),
            pair.listening(pair.borisHimself()));
    AtOnce.all(
        senders,
        i -> {
          Talk talk = pair.another(i % 2 == 0 ? pair.annaHerself() : pair.borisHimself());
          return () -> {
            talk.postAll(
                "sendMessage",
                Collections.nCopies(
                    each,
                    Json.object(
                        "chat_id", pair.chat(), "content", "of " + i, "content_type", "text")));
            for (int n = 0; n < each; n++) {
              talk.next().expect("200");
            }
            return i;
          };
        });
    List<String> log = List.of();
    for (Talk talk : listeners) {
      List<String> heard = new ArrayList<>();
      for (long expected = 2; expected < 2 + senders * each; expected++) {
        Event event = talk.nextEvent("message");
        assertThat(event.number("event_id")).isEqualTo(expected);
        heard.add(event.text("message.content"));
      }
      assertThat(log.isEmpty() ? heard : log).isEqualTo(heard);
      log = heard;
    }
  }
}
