package io.vestnik.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestnik.client.ClientBuilder;
import io.vestnik.client.VestnikClient;
import io.vestnik.client.VestnikListener;
import io.vestnik.client.mode.DeleteChat;
import io.vestnik.client.mode.MarkRead;
import io.vestnik.client.state.Delivery;
import io.vestnik.model.Entry;
import io.vestnik.sim.Kept;
import io.vestnik.sim.Replay;
import io.vestnik.sim.Site;
import io.vestnik.sim.Truth;
import io.vestnik.store.Copies;
import io.vestnik.store.DataFolder;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Promise 4: catching up is always possible; nothing is missed, nothing is seen twice. Seen from a
/// client's state: what its steps deliver is compared with what the server has.
class CatchUpTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int CHATS = 3;

  @TempDir private Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Long> chats = new ArrayList<>();
  private Site site;
  private long anna;
  private VestnikClient other;

  @BeforeEach
  void begin() {
    site = new Site(folder.resolve("data"));
    site.start();
    anna = site.addUser("anna");
    site.addSession(anna, "anna");
    for (int i = 0; i < CHATS; i++) {
      String name = "other" + i;
      site.addSession(site.addUser(name), name);
      try (VestnikClient one = honest(name)) {
        chats.add(one.chatWith(anna));
      }
    }
    other = honest("anna");
  }

  @AfterEach
  void end() {
    other.close();
    site.close();
    http.close();
  }

  private VestnikClient honest(String token) {
    return ClientBuilder.of(site.transport(http)).token(token).connect();
  }

  /// A client with that state, begun.
  private VestnikClient reading(Kept.View view, AtomicBoolean caughtUp) {
    VestnikListener listener =
        new VestnikListener() {
          @Override
          public void caughtUp() {
            caughtUp.set(true);
          }
        };
    return ClientBuilder.of(site.transport(http))
        .token("anna")
        .state(view)
        .listener(listener)
        .start();
  }

  // Goes on with that state until it has all that the server has.
  private void catchUp(Kept kept) {
    AtomicBoolean caughtUp = new AtomicBoolean();
    try (VestnikClient client = reading(kept.new View(() -> {}), caughtUp)) {
      Truth truth = Truth.of(other);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> {
            assertThat(caughtUp).isTrue();
            assertHasAll(kept, truth);
          });
      assertThat(client.token()).isEqualTo("anna");
    }
  }

  private static void assertHasAll(Kept kept, Truth truth) {
    Replay replay = Replay.of(afterReset(kept.deliveries()));
    assertThat(replay.violations).isEmpty();
    assertThat(replay.runs.keySet()).isEqualTo(truth.chats().keySet());
    replay.runs.forEach((chat, run) -> {
      long last = truth.chats().get(chat).last_event_id();
      assertThat(run.next < 0 ? last + 1 : run.next).isEqualTo(last + 1);
      List<Entry> log = truth.logs().get(chat);
      List<Entry> there = log.stream().filter(e -> run.log.containsKey(e.event_id())).toList();
      assertThat(List.copyOf(run.log.values())).isEqualTo(there);
      assertThat(run.look.read_message_id()).isEqualTo(truth.chats().get(chat).read_message_id());
    });
  }

  private static List<Delivery> afterReset(List<Delivery> all) {
    int at = all.lastIndexOf(new Delivery.Reset());
    return all.subList(at + 1, all.size());
  }

  private void send(long chat, int count) {
    List<CompletableFuture<Long>> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sent.add(other.send(chat, "text " + i));
    }
    sent.forEach(CompletableFuture::join);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 200, 201, 450})
  void afterAnAbsenceAllThatWasSentIsThereWithMoreComingMeanwhile(int count) {
    Kept kept = new Kept();
    catchUp(kept);
    long began = kept.deliveries().size();
    chats.forEach(chat -> send(chat, count));
    AtomicBoolean caughtUp = new AtomicBoolean();
    try (VestnikClient client = reading(kept.new View(() -> {}), caughtUp)) {
      int sent = 0;
      while (!caughtUp.get() || sent < 20) {
        chats.forEach(chat -> send(chat, 1));
        sent++;
      }
      assertThat(client.token()).isEqualTo("anna");
    }
    chats.forEach(chat -> send(chat, 3));
    catchUp(kept);
    assertThat(kept.deliveries().size() - began).isGreaterThan(CHATS * (count + 23L) - 1);
  }

  // An absence with all that sync can tell: entries, a hole, a chat that ends, one that begins, one
  // that is cleared and comes back, a marker.
  private void muchHappens() {
    send(chats.get(0), 250);
    send(chats.get(1), 30);
    other.call(new MarkRead(chats.get(1), 20));
    other.call(new DeleteChat(chats.get(2)));
    send(chats.get(2), 2);
    long gone = other.chatWith(anna);
    send(gone, 2);
    other.call(new DeleteChat(gone).withForEveryone(true));
    try (VestnikClient late = honest("late")) {
      chats.add(late.chatWith(anna));
    }
    send(chats.getLast(), 4);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCrashAboutAnyStepLosesAndDoublesNothing(boolean before) {
    Kept start = new Kept();
    catchUp(start);
    site.addSession(site.addUser("late"), "late");
    muchHappens();
    int step = 0;
    boolean crashed = true;
    while (crashed) {
      Kept kept = start.copy();
      crashed = crashAbout(kept, step++, before);
      catchUp(kept);
    }
    assertThat(step).isGreaterThan(3);
  }

  // A client begins, and crashes about that step of its own, if it comes to it.
  private boolean crashAbout(Kept kept, int step, boolean before) {
    AtomicBoolean caughtUp = new AtomicBoolean();
    AtomicBoolean crashed = new AtomicBoolean();
    Kept.View view = kept.new View(() -> crashed.set(true));
    view.crashAfter(step, before);
    Truth truth = Truth.of(other);
    try (VestnikClient client = reading(view, caughtUp)) {
      await()
          .atMost(PATIENCE)
          .until(() -> crashed.get() || (caughtUp.get() && hasAll(kept, truth)));
      assertThat(client.token()).isEqualTo("anna");
    }
    return crashed.get();
  }

  private static boolean hasAll(Kept kept, Truth truth) {
    try {
      assertHasAll(kept, truth);
      return true;
    } catch (AssertionError e) {
      return false;
    }
  }

  @Test
  @DisabledIfSystemProperty(
      named = "database",
      matches = "postgres",
      disabledReason = "copies a data folder")
  void anOlderCopyRestoredIsToldAsAResetAndThenAllIsAsTheServerHasIt() {
    restoreAndCatchUp(true);
  }

  @Test
  @DisabledIfSystemProperty(
      named = "database",
      matches = "postgres",
      disabledReason = "copies a data folder")
  void anOlderCopyThatWentOnByItselfIsFoundOutToo() {
    restoreAndCatchUp(false);
  }

  // With `asSaid` as the command does it, else as a fail-over to a stale copy would.
  private void restoreAndCatchUp(boolean asSaid) {
    Kept kept = new Kept();
    catchUp(kept);
    chats.forEach(chat -> send(chat, 3));
    Path database = DataFolder.database(folder.resolve("data"));
    Path copy = folder.resolve("copy.db");
    Copies.write(database, copy, (_, _) -> {});
    chats.forEach(chat -> send(chat, 5));
    long lost = other.chatWith(anna);
    catchUp(kept);
    other.close();
    site.close();
    putBack(copy, database, asSaid);
    site.start();
    other = honest("anna");
    chats.forEach(chat -> send(chat, asSaid ? 1 : 5)); // as many as were lost: the numbers agree
    catchUp(kept);
    assertThat(kept.deliveries()).contains(new Delivery.Reset());
    assertThat(Replay.of(afterReset(kept.deliveries())).runs.keySet())
        .containsExactlyInAnyOrderElementsOf(chats)
        .doesNotContain(lost);
  }

  private static void putBack(Path copy, Path database, boolean asSaid) {
    try {
      for (String end : List.of("-wal", "-shm")) {
        Files.deleteIfExists(database.resolveSibling(database.getFileName() + end));
      }
      if (asSaid) {
        Copies.restore(copy, database, "another data set", (_, _) -> {});
      } else {
        Files.delete(database);
        Files.copy(copy, database);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
