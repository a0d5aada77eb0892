package io.vestnik.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestnik.Group;
import io.vestnik.Group.Who;
import io.vestnik.TestServer;
import io.vestnik.client.ScriptedTransport.Line;
import io.vestnik.client.state.FileState;
import io.vestnik.client.state.MemoryState;
import io.vestnik.client.state.Place;
import io.vestnik.client.state.Step;
import io.vestnik.model.Chat;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.wire.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A client in a group: removed, left, and back, while it is there and while it is away.
class GroupsTest {
  @AutoClose private static final TestServer SERVER = TestServer.start();
  private final Heard heard = new Heard();
  private Group group;

  @TempDir Path folder;

  @BeforeEach
  void meet() {
    group = Group.of(SERVER);
  }

  @AfterEach
  void part() {
    group.close();
  }

  private VestnikClient member(Heard listener) {
    FileState state = FileState.at(folder.resolve("state"));
    VestnikClient client =
        ClientFixture.client(SERVER, group.person(Who.MEMBER))
            .state(state)
            .listener(listener)
            .connect();
    await().until(() -> listener.has(Heard.Word.CAUGHT_UP));
    return client;
  }

  private long remove() {
    return group
        .ask(group.owner(), "removeMember", "user_id", group.id(Who.MEMBER))
        .expect("200")
        .number("event_id");
  }

  private static List<Long> numbers(long from, long until) {
    return LongStream.rangeClosed(from, until).boxed().toList();
  }

  @Test
  void removedAndBackWhileConnected() {
    try (var _ = member(heard)) {
      long first = group.send(group.owner(), "one");
      long removed = remove();
      group.send(group.owner(), "not for them");
      long back = group.add(Who.MEMBER);
      long last = group.send(group.owner(), "two");
      await().until(() -> heard.entries(group.chat()).contains(last));
      assertThat(heard.entries(group.chat())).containsExactly(first, back, last);
      assertThat(removed).isEqualTo(first + 1);
      assertThat(heard.all())
          .containsSubsequence(new Heard.Gone(group.chat(), "removed"), heard.all().getLast());
      Entry added = heard.of(Entry.class).skip(1).findFirst().orElseThrow();
      assertThat(added.body()).isInstanceOf(Event.MemberAdded.class);
      assertThat(heard.of(Chat.class).count()).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void removedWhileAway() {
    member(heard).close();
    remove();
    Heard later = new Heard();
    try (var _ = member(later)) {
      assertThat(later.of(Heard.Gone.class))
          .containsExactly(new Heard.Gone(group.chat(), "removed"));
      assertThat(later.entries(group.chat())).isEmpty();
    }
  }

  @Test
  void backWhileAwayWithAllOfTheHistory() {
    member(heard).close();
    long removed = remove();
    group.send(group.owner(), "meanwhile");
    group.add(Who.MEMBER);
    Heard later = new Heard();
    try (var _ = member(later)) {
      long last = group.send(group.owner(), "after");
      await().until(() -> later.entries(group.chat()).contains(last));
      assertThat(later.entries(group.chat())).isEqualTo(numbers(removed, last));
      assertThat(later.of(Heard.Gone.class)).isEmpty();
    }
  }

  @Test
  void backWhileAwayWithWhatCameSince() {
    group.permit("history", "joined");
    member(heard).close();
    remove();
    group.send(group.owner(), "meanwhile");
    long back = group.add(Who.MEMBER);
    Heard later = new Heard();
    try (var _ = member(later)) {
      long last = group.send(group.owner(), "after");
      await().until(() -> later.entries(group.chat()).contains(last));
      assertThat(later.of(Heard.Gone.class))
          .containsExactly(new Heard.Gone(group.chat(), "removed"));
      assertThat(later.entries(group.chat())).allMatch(id -> id >= back);
      assertThat(later.texts(group.chat())).containsExactly("after");
    }
  }

  /// Removed while connected, back while away: the cursor is older than both.
  @Test
  void removedWhileConnectedAndBackWhileAway() {
    try (var _ = member(heard)) {
      group.send(group.owner(), "one");
      remove();
      await().until(() -> heard.has(new Heard.Gone(group.chat(), "removed")));
    }
    long back = group.add(Who.MEMBER);
    Heard later = new Heard();
    try (var _ = member(later)) {
      long last = group.send(group.owner(), "after");
      await().until(() -> later.entries(group.chat()).contains(last));
      List<Long> entries = later.entries(group.chat());
      assertThat(entries).isEqualTo(numbers(entries.getFirst(), last)).contains(back);
    }
  }

  private static MemoryState at(long position) {
    MemoryState state = new MemoryState();
    state.apply(
        Step.begin()
            .cursor("before")
            .complete()
            .user(7)
            .place(new Place(5, position, position, 9, 0, false))
            .end());
    return state;
  }

  private static String beside(String kind, Object... fields) {
    Map<String, Object> frame = Json.object("mode", "event", "timestamp", 1, "event", kind);
    frame.putAll(Json.object(fields));
    return Json.write(frame);
  }

  /// What came live before the removal is told after sync has told that.
  @Test
  void whatIsHeldBackOfAChatThatIsGoneIsPassedOver() {
    try (Scripted s = Scripted.listening(at(1))) {
      Line line = s.server.line();
      line.answer(line.next("subscribe"), "user_id", 7);
      line.say(Scripted.message(2, "two"));
      line.say(beside("chatRemoved", "chat_id", 5, "reason", "removed"));
      line.say(beside("chatAdded", "chat_id", 5, "chat", Scripted.chat(5, 9, 4, 4)));
      line.say(Scripted.message(4, "four"));
      s.sync(line, "removed", List.of(Json.object("chat_id", 5, "reason", "removed")));
      await().until(() -> s.heard.has(Heard.Word.CAUGHT_UP));
      await().until(() -> s.heard.entries(5).equals(List.of(4L)));
      assertThat(s.heard.of(Heard.Gone.class)).containsExactly(new Heard.Gone(5, "removed"));
    }
  }

  /// A hole of the time before is not filled in the chat as it is after.
  @Test
  void anAnswerFromBeforeTheRemovalIsDropped() {
    for (boolean refused : new boolean[] {true, false}) {
      try (Scripted s = Scripted.listening(at(1))) {
        Line line = s.server.line();
        s.catchUp(line);
        line.say(Scripted.message(4, "four"));
        Map<String, Object> asked = line.next("getEvents");
        line.say(beside("chatRemoved", "chat_id", 5, "reason", "left"));
        line.say(beside("chatAdded", "chat_id", 5, "chat", Scripted.chat(5, 9, 7, 7)));
        line.say(Scripted.message(7, "seven"));
        await().until(() -> s.heard.entries(5).equals(List.of(7L)));
        if (refused) {
          line.refuse(asked, "423", "code", "notMember");
        } else {
          List<Map<String, Object>> old = List.of(Scripted.entry(2, "x"), Scripted.entry(3, "x"));
          line.answer(asked, "events", old, "first_event_id", 1, "has_more", false);
        }
        line.say(Scripted.message(8, "eight"));
        await().until(() -> s.heard.entries(5).equals(List.of(7L, 8L)));
        assertThat(s.heard.of(Heard.Gone.class)).containsExactly(new Heard.Gone(5, "left"));
      }
    }
  }

  /// Told twice, as by events and an answer, it is one removal.
  @Test
  void aChatThatIsNotKnownIsNotGone() {
    try (Scripted s = Scripted.listening(at(1))) {
      Line line = s.server.line();
      s.catchUp(line);
      line.say(beside("chatRemoved", "chat_id", 6, "reason", "removed"));
      line.say(beside("chatRemoved", "chat_id", 5, "reason", "removed"));
      line.say(beside("chatRemoved", "chat_id", 5, "reason", "removed"));
      line.say(beside("typing", "chat_id", 8, "user_id", 1));
      await().until(() -> s.heard.count(one -> one instanceof io.vestnik.model.Notice) == 1);
      assertThat(s.heard.of(Heard.Gone.class)).containsExactly(new Heard.Gone(5, "removed"));
    }
  }
}
