package io.vestnik.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.vestnik.client.ScriptedTransport.Line;
import io.vestnik.client.mode.SendMessage;
import io.vestnik.client.state.Delivery;
import io.vestnik.client.state.MemoryState;
import io.vestnik.client.state.Place;
import io.vestnik.client.state.Step;
import io.vestnik.client.state.Unsent;
import io.vestnik.model.Chat;
import io.vestnik.model.ContentType;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Message;
import io.vestnik.wire.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// How answers to sync and events become what the listener is told, where a real server would say
/// such things only by chance.
class FeedTest {
  private static MemoryState stateAt(long position, long created) {
    MemoryState state = new MemoryState();
    state.apply(
        Step.begin()
            .cursor("before")
            .complete()
            .user(7)
            .place(new Place(5, position, position, created, 0, false))
            .end());
    return state;
  }

  @Test
  void eventsBeforeTheAnswerToSyncAreAppliedAfterItAndOnce() {
    try (Scripted s = Scripted.listening(stateAt(1, 9))) {
      Line line = s.server.line();
      line.answer(line.next("subscribe"), "user_id", 7);
      line.say(Scripted.message(3, "three"));
      line.say(Scripted.message(4, "four"));
      s.sync(
          line,
          "chats",
          List.of(Scripted.chat(5, 9, 1, 3)),
          "events",
          List.of(Scripted.entry(2, "two"), Scripted.entry(3, "three")));
      await().until(() -> s.heard.has(Heard.Word.CAUGHT_UP));
      await().until(() -> s.heard.entries(5).size() == 3);
      line.say(Scripted.message(4, "four"));
      line.say(Scripted.message(2, "two"));
      line.say(Scripted.message(5, "five"));
      await().until(() -> s.heard.entries(5).equals(List.of(2L, 3L, 4L, 5L)));
      assertThat(s.heard.all().indexOf(Heard.Word.CAUGHT_UP)).isGreaterThan(2);
    }
  }

  @Test
  void kindsThatAreNotKnownCount() {
    try (Scripted s = Scripted.listening(stateAt(1, 9))) {
      Line line = s.server.line();
      s.catchUp(line);
      Map<String, Object> strange = Scripted.entry(2, "two");
      strange.put("event", "callStarted");
      line.say(Json.write(strange));
      line.say("{\"mode\":\"event\",\"event\":\"weather\",\"chat_id\":5,\"rain\":true}");
      line.say(
          Scripted.message(3, "three")
              .replace("\"content\"", "\"content_type\":\"hologram\",\"depth\":3.5,\"content\""));
      await().until(() -> s.heard.entries(5).equals(List.of(3L)));
      Entry entry = s.heard.of(Entry.class).findFirst().orElseThrow();
      Message message = ((Event.MessageSent) entry.body()).message();
      assertThat(message.content_type()).isNull();
      assertThat(message.content()).isEqualTo("three");
      assertThat(line.isSilent()).isTrue();
    }
  }

  @Test
  void aJumpIsFilledInPagesBeforeWhatIsBeyondIt() {
    try (Scripted s = Scripted.listening(stateAt(1, 9))) {
      Line line = s.server.line();
      s.catchUp(line);
      line.say(Scripted.message(4, "four"));
      Map<String, Object> first = line.next("getEvents");
      assertThat(first).containsEntry("min_event_id", 2L).containsEntry("chat_id", 5L);
      line.say(Scripted.message(5, "five"));
      page(line, first, true, 2, 3);
      Map<String, Object> second = line.next("getEvents");
      assertThat(second).containsEntry("min_event_id", 4L);
      line.say(Scripted.message(6, "six"));
      line.refuse(second, "503", "code", "overloaded", "temporary", true, "retry_after_ms", 700);
      await().until(() -> s.heard.entries(5).equals(List.of(2L, 3L)));
      s.time.advance(Duration.ofMillis(700));
      page(line, line.next("getEvents"), false, 4, 5, 6);
      line.say(Scripted.message(7, "seven"));
      await().until(() -> s.heard.entries(5).equals(List.of(2L, 3L, 4L, 5L, 6L, 7L)));
    }
  }

  private static void page(Line line, Map<String, Object> asked, boolean more, long... ids) {
    List<Map<String, Object>> entries =
        LongStream.of(ids).mapToObj(id -> Scripted.entry(id, "text")).toList();
    line.answer(asked, "events", entries, "first_event_id", 1, "has_more", more);
  }

  @Test
  void entriesThatAreNoLongerVisibleAreSkipped() {
    try (Scripted s = Scripted.listening(stateAt(1, 9))) {
      Line line = s.server.line();
      s.catchUp(line);
      line.say(Scripted.message(9, "nine"));
      Map<String, Object> asked = line.next("getEvents");
      line.answer(
          asked,
          "events",
          List.of(Scripted.entry(8, "eight"), Scripted.entry(9, "nine")),
          "first_event_id",
          8,
          "has_more",
          false);
      await().until(() -> s.heard.entries(5).equals(List.of(8L, 9L)));
      assertThat(s.heard.of(Heard.Skipped.class)).containsExactly(new Heard.Skipped(5, 2, 7));
    }
  }

  @Test
  void aChatThatIsNoLongerOnesOwnIsGone() {
    try (Scripted s = Scripted.listening(stateAt(1, 9))) {
      Line line = s.server.line();
      s.catchUp(line);
      line.say(Scripted.message(9, "nine"));
      line.refuse(line.next("getEvents"), "423", "code", "notMember");
      await().until(() -> s.heard.has(new Heard.Gone(5, "removed")));
    }
  }

  /// Sync was the faster: the notice that the chat is gone comes after one of before, or never.
  @Test
  void aChangeOfAChatThatIsGoneBringsItNotBack() {
    try (Scripted s = Scripted.listening(stateAt(1, 9))) {
      Line line = s.server.line();
      s.catchUp(line, "removed", List.of(Json.object("chat_id", 5, "reason", "cleared")));
      Map<String, Object> changed =
          Json.object("mode", "event", "timestamp", 1, "event", "chatChanged", "chat_id", 5);
      changed.put("chat", Scripted.chat(5, 9, 2, 1));
      line.say(Json.write(changed));
      changed.put("event", "chatAdded");
      changed.put("chat_id", 6);
      changed.put("chat", Scripted.chat(6, 9, 1, 1));
      line.say(Json.write(changed));
      await().until(() -> s.heard.of(Chat.class).findAny().isPresent());
      assertThat(s.heard.of(Chat.class)).extracting(Chat::chat_id).containsExactly(6L);
      assertThat(s.heard.has(new Heard.Gone(5, "cleared"))).isTrue();
    }
  }

  /// It was read before, and came later.
  @Test
  void aLookThatIsOlderThanTheOneThereIsIsPassedOver() {
    try (Scripted s = Scripted.listening(stateAt(1, 9))) {
      Line line = s.server.line();
      s.catchUp(line, "chats", List.of(looking("newest", 7)));
      for (Map<String, Object> look :
          List.of(looking("older", 6), looking("as new", 7), looking("newer", 8))) {
        line.say(
            Json.write(
                Json.object("mode", "event", "event", "chatChanged", "chat_id", 5, "chat", look)));
      }
      await().until(() -> s.heard.of(Chat.class).count() == 2);
      assertThat(s.heard.of(Chat.class))
          .extracting(Chat::chat_name)
          .containsExactly("newest", "newer");
    }
  }

  /// Whether it went before what sync has read or after that, only another sync can tell.
  @Test
  void aChatThatWentWhileSyncWasReadIsAskedForOnceMore() {
    try (Scripted s = Scripted.listening(stateAt(1, 9))) {
      Line line = s.server.line();
      line.answer(line.next("subscribe"), "user_id", 7);
      Map<String, Object> removed =
          Json.object("mode", "event", "event", "chatRemoved", "chat_id", 5, "reason", "left");
      line.say(Json.write(removed));
      s.sync(line, "chats", List.of(looking("back", 7)));
      s.sync(line);
      await().until(() -> s.heard.has(Heard.Word.CAUGHT_UP));
      assertThat(s.heard.of(Chat.class)).extracting(Chat::chat_name).containsExactly("back");
      assertThat(s.heard.of(Heard.Gone.class)).isEmpty();
    }
  }

  private static Map<String, Object> looking(String name, long revision) {
    Map<String, Object> chat = Scripted.chat(5, 9, 1, 1);
    chat.put("chat_name", name);
    chat.put("revision", revision);
    return chat;
  }

  @Test
  void anEntryOfAChatThatIsGoneIsPassedOver() {
    try (Scripted s = Scripted.listening(stateAt(1, 9))) {
      Line line = s.server.line();
      s.catchUp(line, "removed", List.of(Json.object("chat_id", 5, "reason", "left")));
      line.say(Scripted.message(10, "late"));
      Map<String, Object> added =
          Json.object("mode", "event", "timestamp", 1, "event", "chatAdded", "chat_id", 5);
      added.put("chat", Scripted.chat(5, 9, 11, 12));
      line.say(Json.write(added));
      line.say(Scripted.message(12, "again"));
      await().until(() -> s.heard.entries(5).equals(List.of(12L)));
    }
  }

  /// Its user joined it while away, and left it before sync was answered: sync does not name it.
  @Test
  void anEntryOfAChatThatWasNeverShownIsPassedOver() {
    try (Scripted s = Scripted.listening(stateAt(1, 9))) {
      Line line = s.server.line();
      line.answer(line.next("subscribe"), "user_id", 7);
      Map<String, Object> other = Scripted.entry(3, "held back");
      other.put("chat_id", 6);
      line.say(Json.write(other));
      s.sync(line);
      other.put("event_id", 4);
      line.say(Json.write(other));
      line.say(Scripted.message(2, "two"));
      await().until(() -> s.heard.entries(5).equals(List.of(2L)));
      assertThat(s.heard.entries(6)).isEmpty();
    }
  }

  @Test
  void syncIsAskedUntilThereIsNoMore() {
    try (Scripted s = Scripted.listening()) {
      Line line = s.server.line();
      line.answer(line.next("subscribe"), "user_id", 7);
      Map<String, Object> first = line.next("sync");
      assertThat(first).doesNotContainKey("cursor");
      line.answer(
          first, "cursor", "c1", "chats", List.of(Scripted.chat(5, 9, 1, 30)), "has_more", true);
      Map<String, Object> second = line.next("sync");
      assertThat(second).containsEntry("cursor", "c1");
      line.answer(
          second, "cursor", "c2", "chats", List.of(Scripted.chat(6, 9, 1, 30)), "has_more", false);
      await().until(() -> s.heard.has(Heard.Word.CAUGHT_UP));
      line.say(Scripted.message(31, "31"));
      await().until(() -> s.heard.entries(5).equals(List.of(31L)));
      assertThat(s.heard.of(Chat.class)).hasSize(2);
    }
  }

  @Test
  void aRefusedSyncIsTriedAgain() {
    try (Scripted s = Scripted.listening()) {
      Line line = s.server.line();
      line.answer(line.next("subscribe"), "user_id", 7);
      line.refuse(line.next("sync"), "503", "code", "storageAway", "temporary", true);
      await().during(Duration.ofMillis(50)).until(line::isSilent);
      s.time.advance(Settings.DEFAULT.firstRetry());
      s.catchUp(line);
      await().until(() -> s.heard.has(Heard.Word.CAUGHT_UP));
    }
  }

  @Test
  void aServerThatKnowsNoSyncEndsTheClient() {
    try (Scripted s = Scripted.listening()) {
      Line line = s.server.line();
      line.refuse(line.next("subscribe"), "501", "code", "unknownMode", "field", "mode");
      await().until(() -> s.heard.of(Heard.Failed.class).count() == 1);
    }
  }

  @Test
  void aCursorThatIsNotTakenIsDropped() {
    try (Scripted s = Scripted.listening(stateAt(4, 9))) {
      Line line = s.server.line();
      line.answer(line.next("subscribe"), "user_id", 7);
      line.refuse(line.next("sync"), "422", "code", "format", "field", "cursor");
      Map<String, Object> anew = line.next("sync");
      assertThat(anew).doesNotContainKey("cursor");
      line.answer(
          anew, "cursor", "c", "chats", List.of(Scripted.chat(5, 9, 1, 30)), "has_more", false);
      await().until(() -> s.heard.has(Heard.Word.CAUGHT_UP));
      assertThat(s.heard.all()).startsWith(Heard.Word.RESET);
      assertThat(s.heard.entries(5)).isEmpty();
    }
  }

  @Test
  void afterAResetWhatWasMeantForAnotherChatIsNotSent() {
    MemoryState state = stateAt(4, 9);
    Step.Builder outbox = Step.begin();
    for (long created : new long[] {0, 8, 9}) {
      String key = "key" + created;
      SendMessage message = new SendMessage(5, key, ContentType.TEXT).withClientMessageId(key);
      outbox.queue(new Unsent(key, message, created));
    }
    state.apply(outbox.end());
    try (Scripted s = Scripted.listening(state)) {
      Line line = s.server.line();
      line.answer(line.next("subscribe"), "user_id", 7);
      line.answer(line.next("sync"), "cursor", "c", "reset", true, "has_more", false);
      s.sync(line, "chats", List.of(Scripted.chat(5, 9, 1, 30)));
      Map<String, Object> sent = line.next("sendMessage");
      assertThat(sent).containsEntry("content", "key9");
      line.answer(sent, "message_id", 31, "event_id", 31, "content_time", 1);
      await().until(() -> s.heard.of(Heard.Sent.class).count() == 1);
      assertThat(s.heard.of(Heard.Refused.class))
          .extracting(r -> r.message().key(), r -> r.why().code())
          .containsExactly(
              tuple("key0", VestnikException.RESET), tuple("key8", VestnikException.RESET));
      await().until(() -> state.load().queued().isEmpty());
    }
  }

  @Test
  void messagesOfOneChatGoOneByOneAndAreRepeatedWithTheirKeys() {
    try (Scripted s = Scripted.calling()) {
      Line line = s.server.line();
      CompletableFuture<Long> one = s.client.send(5, "one");
      CompletableFuture<Long> two = s.client.send(5, "two");
      CompletableFuture<Long> other = s.client.send(6, "other");
      Map<String, Object> first = line.next("sendMessage");
      Map<String, Object> beside = line.next("sendMessage");
      assertThat(beside).containsEntry("chat_id", 6L);
      line.refuse(first, "429", "code", "throttled", "temporary", true, "retry_after_ms", 5000);
      line.answer(beside, "message_id", 2, "event_id", 2);
      await().during(Duration.ofMillis(50)).until(line::isSilent);
      s.time.advance(Duration.ofMillis(4999));
      await().during(Duration.ofMillis(50)).until(line::isSilent);
      s.time.advance(Duration.ofMillis(1));
      Map<String, Object> again = line.next("sendMessage");
      assertThat(again.get("client_message_id")).isEqualTo(first.get("client_message_id"));
      line.refuse(again, "503", "code", "outcomeUnknown", "temporary", true);
      s.time.advance(Settings.DEFAULT.longestRetry());
      await().pollInterval(Duration.ofMillis(10)).until(() -> wake(s, line));
      Map<String, Object> third = line.next("sendMessage");
      assertThat(third.get("client_message_id")).isEqualTo(first.get("client_message_id"));
      line.answer(third, "message_id", 7, "event_id", 7, "duplicate", true);
      Map<String, Object> second = line.next("sendMessage");
      assertThat(second).containsEntry("content", "two");
      line.answer(second, "message_id", 8, "event_id", 8);
      assertThat(List.of(one.join(), two.join(), other.join())).containsExactly(7L, 8L, 2L);
    }
  }

  private static boolean wake(Scripted s, Line line) {
    s.time.advance(Duration.ofSeconds(1));
    return !line.isSilent();
  }

  @Test
  void anIncidentIsRepeatedAFewTimes() {
    try (Scripted s = Scripted.calling()) {
      Line line = s.server.line();
      CompletableFuture<Long> sent = s.client.send(5, "one");
      for (int i = 0; i < 5; i++) {
        line.refuse(line.next("sendMessage"), "500", "code", "internal");
        if (i < 4) {
          await().pollInterval(Duration.ofMillis(10)).until(() -> wake(s, line));
        }
      }
      assertThatThrownBy(sent::get)
          .cause()
          .isInstanceOfSatisfying(
              VestnikException.class, e -> assertThat(e.status()).isEqualTo(500));
    }
  }

  @Test
  void aDeadTokenKeepsWhatIsToBeSent() {
    try (Scripted s = Scripted.calling()) {
      Line line = s.server.line();
      CompletableFuture<Long> sent = s.client.send(5, "one");
      line.refuse(line.next("sendMessage"), "401", "code", "tokenInvalid", "field", "token");
      await().until(() -> s.client.token() == null);
      s.client.useToken("another");
      Map<String, Object> again = line.next("sendMessage");
      assertThat(again).containsEntry("token", "another");
      line.answer(again, "message_id", 2, "event_id", 2);
      assertThat(sent.join()).isEqualTo(2);
    }
  }

  @Test
  void whatWasNotHandedOnBeforeIsHandedOnFirst() {
    MemoryState state = stateAt(4, 9);
    state.apply(Step.begin().deliver(new Delivery.Skipped(5, 2, 4)).end());
    try (Scripted s = Scripted.listening(state)) {
      await().until(() -> s.heard.has(new Heard.Skipped(5, 2, 4)));
      await().until(() -> state.load().deliveries().isEmpty());
    }
  }

  @Test
  void aListenerThatThrowsIsToldTheNextThing() {
    MemoryState state = stateAt(1, 9);
    Heard heard = new Heard();
    VestnikListener throwing =
        new Heard() {
          @Override
          public void entry(Entry entry) {
            heard.entry(entry);
            throw new IllegalStateException("the listener's own fault");
          }
        };
    ScriptedTransport server = new ScriptedTransport();
    try (VestnikClient _ =
        ClientBuilder.of(server).state(state).token("t").listener(throwing).start()) {
      Line line = server.line();
      line.answer(line.next("subscribe"), "user_id", 7);
      line.answer(line.next("sync"), "cursor", "c");
      line.say(Scripted.message(2, "two"));
      line.say(Scripted.message(3, "three"));
      await().until(() -> heard.entries(5).size() == 2);
      await().until(() -> state.load().deliveries().isEmpty());
    }
  }

  @Test
  void aListenerMayCloseTheClient() {
    ScriptedTransport server = new ScriptedTransport();
    CompletableFuture<VestnikClient> self = new CompletableFuture<>();
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    VestnikListener closing =
        new VestnikListener() {
          @Override
          public void caughtUp() {
            self.join().close();
            closed.complete(true);
          }
        };
    self.complete(ClientBuilder.of(server).token("t").listener(closing).start());
    Line line = server.line();
    line.answer(line.next("subscribe"), "user_id", 7);
    line.answer(line.next("sync"), "cursor", "c");
    assertThat(closed.orTimeout(3, TimeUnit.SECONDS).join()).isTrue();
    await().until(() -> line.closedWith != null);
  }
}
