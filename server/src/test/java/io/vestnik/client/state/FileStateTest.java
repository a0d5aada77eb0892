package io.vestnik.client.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestnik.client.mode.SendMessage;
import io.vestnik.model.Chat;
import io.vestnik.model.ChatMember;
import io.vestnik.model.ChatSettings;
import io.vestnik.model.ChatType;
import io.vestnik.model.ContentType;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Message;
import io.vestnik.model.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a file holds is what was put into it, step by step, whatever a crash has cut off.
class FileStateTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("state");
  }

  private static Unsent unsent(String key) {
    SendMessage message = new SendMessage(1, "Привет 🙂", ContentType.TEXT);
    return new Unsent(key, message.withReplyTo(7L).withClientMessageId(key), 9);
  }

  private static Entry entry(long id, String text) {
    return Entry.of(
        1,
        id,
        5,
        2L,
        new Event.MessageSent(
            new Message(
                id,
                1,
                2L,
                "anna",
                text,
                ContentType.TEXT,
                5,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null)));
  }

  private static Chat chat() {
    return new Chat(
        1,
        List.of(new ChatMember(2, "anna", null, Role.MEMBER)),
        1,
        "anna",
        ChatType.PERSONAL,
        null,
        null,
        5,
        null,
        null,
        null,
        null,
        null,
        1,
        1,
        0,
        0,
        0,
        0,
        List.of(),
        null,
        Role.MEMBER,
        null,
        new ChatSettings(null, false, true),
        3);
  }

  /// One of everything.
  private static Step full() {
    return Step.begin()
        .cursor("cursor")
        .complete()
        .user(3)
        .place(new Place(1, 4, 8, 5, 7, false))
        .place(new Place(2, Place.UNKNOWN, Place.UNKNOWN, 6, 9, true))
        .deliver(new Delivery.ChatSeen(chat()))
        .deliver(new Delivery.EntryCame(entry(4, "one\ntwo")))
        .deliver(new Delivery.ChatGone(3, "cleared"))
        .deliver(new Delivery.Hidden(1, List.of(2L, 3L)))
        .deliver(new Delivery.Skipped(1, 2, 3))
        .deliver(new Delivery.Reset())
        .queue(unsent("a"))
        .queue(unsent("b"))
        .end();
  }

  private Step reopened() {
    try (FileState state = FileState.at(file())) {
      return state.load();
    }
  }

  @Test
  void whatWasPutInIsThereAgain() {
    Ledger ledger = new Ledger();
    Step later =
        Step.begin()
            .handed(2)
            .gone(2)
            .place(new Place(1, 8, 8, 5, 7, false))
            .deliver(new Delivery.EntryCame(entry(8, "\uD83D\uDE42")))
            .settle("a")
            .end();
    try (FileState state = FileState.at(file())) {
      for (Step step : List.of(full(), later)) {
        state.apply(step);
        ledger.apply(step);
        assertThat(state.load()).isEqualTo(ledger.whole());
      }
    }
    assertThat(reopened()).isEqualTo(ledger.whole());
    assertThat(reopened()).isEqualTo(ledger.whole());
    assertThat(ledger.whole().settled()).isEmpty();
    assertThat(ledger.whole().deliveries()).hasSize(5);
  }

  @Test
  void aResetLeavesWhatIsToBeSentAndHandedOn() {
    try (FileState state = FileState.at(file())) {
      state.apply(full());
      state.apply(Step.begin().reset().end());
    }
    Step after = reopened();
    assertThat(after.cursor()).isNull();
    assertThat(after.complete()).isFalse();
    assertThat(after.places()).isEmpty();
    assertThat(after.user_id()).isEqualTo(3);
    assertThat(after.queued()).hasSize(2);
    assertThat(after.deliveries()).hasSize(6);
  }

  @Test
  void aStepThatWasCutOffAnywhereIsNotThere() throws Exception {
    try (FileState state = FileState.at(file())) {
      state.apply(Step.begin().cursor("one").end());
    }
    byte[] before = Files.readAllBytes(file());
    try (FileState state = FileState.at(file())) {
      state.apply(full());
    }
    byte[] after = Files.readAllBytes(file());
    Step whole = reopened();
    for (int length = before.length; length < after.length; length += 7) {
      Files.write(file(), Arrays.copyOf(after, length));
      assertThat(reopened().cursor()).isEqualTo("one");
    }
    Files.write(file(), after);
    assertThat(reopened()).isEqualTo(whole);
  }

  @Test
  void aFileThatIsDamagedWithinIsRefused() throws Exception {
    try (FileState state = FileState.at(file())) {
      state.apply(full());
    }
    Files.writeString(file(), "rubbish\n{\"cursor\":\"x\"}\n");
    assertThatThrownBy(() -> FileState.at(file()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("damaged");
    Files.writeString(file(), "{}\n");
    assertThat(reopened().cursor()).isNull(); // and the lock was let go
  }

  @Test
  void oneClientAtATime() {
    try (FileState _ = FileState.at(file())) {
      assertThatThrownBy(() -> FileState.at(file()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Another client");
    }
    reopened();
  }

  @Test
  void theFileDoesNotGrowForEver() throws Exception {
    try (FileState state = FileState.at(file())) {
      for (int i = 1; i < 20_000; i++) {
        state.apply(
            Step.begin()
                .place(new Place(1, i, i, 5, 0, false))
                .deliver(new Delivery.EntryCame(entry(i, "message " + i)))
                .end());
        state.apply(Step.begin().handed(1).end());
      }
      assertThat(Files.size(file())).isLessThan(600_000);
    }
    assertThat(reopened().places()).containsExactly(new Place(1, 19_999, 19_999, 5, 0, false));
  }

  @Test
  void aLineMayNotBeReadAsTwo() throws Exception {
    Files.writeString(
        file(), "{\"cursor\":\"a\u2028b\"}\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE);
    assertThat(reopened().cursor()).isEqualTo("a\u2028b");
  }
}
