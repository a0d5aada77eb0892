package io.vestnik.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestnik.Crowd;
import io.vestnik.TestServer;
import io.vestnik.client.mode.DeleteChat;
import io.vestnik.client.mode.GetEvents;
import io.vestnik.client.mode.SendMessage;
import io.vestnik.client.state.ClientState;
import io.vestnik.client.state.Delivery;
import io.vestnik.client.state.FileState;
import io.vestnik.client.state.Ledger;
import io.vestnik.client.state.Place;
import io.vestnik.model.ContentType;
import io.vestnik.model.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A client that dies at any of its steps, before the step is kept or right after, has lost nothing
/// and doubles nothing when it lives again with what its file holds.
class CrashTest {
  @TempDir Path folder;

  private TestServer server;
  private Crowd.Person reader;
  private long large;
  private long small;
  private int lives;

  private void bulk(VestnikClient client, long chat, int count) {
    CompletableFuture.allOf(
            IntStream.range(0, count)
                .mapToObj(i -> new SendMessage(chat, "message " + i, ContentType.TEXT))
                .map(client::callAsync)
                .toArray(CompletableFuture[]::new))
        .join();
  }

  /// A state of one who was away while much happened.
  private Path away() {
    List<Crowd.Person> people = Crowd.of(server, "crash", 5);
    reader = people.getFirst();
    Path base = folder.resolve("base");
    try (VestnikClient anna = ClientFixture.client(server, people.get(1)).connect();
        VestnikClient bella = ClientFixture.client(server, people.get(2)).connect();
        VestnikClient carla = ClientFixture.client(server, people.get(3)).connect();
        VestnikClient doris = ClientFixture.client(server, people.get(4)).connect()) {
      large = anna.chatWith(reader.id());
      small = bella.chatWith(reader.id());
      long ended = doris.chatWith(reader.id());
      Heard heard = new Heard();
      try (var _ =
          ClientFixture.client(server, reader)
              .state(FileState.at(base))
              .listener(heard)
              .connect()) {
        await().until(() -> heard.has(Heard.Word.CAUGHT_UP));
      }
      bulk(anna, large, 260);
      bulk(bella, small, 3);
      bulk(carla, carla.chatWith(reader.id()), 2);
      doris.call(new DeleteChat(ended).withForEveryone(true));
    }
    return base;
  }

  private boolean isQuiet(ClientState state) {
    Ledger ledger = Ledger.of(state.load());
    return ledger.isComplete()
        && ledger.outbox().isEmpty()
        && ledger.deliveries().isEmpty()
        && ledger.places().size() == 3
        && ledger.places().stream().noneMatch(Place::hasHole);
  }

  private static Stream<Entry> entries(List<Delivery> deliveries) {
    return deliveries.stream()
        .filter(Delivery.EntryCame.class::isInstance)
        .map(d -> ((Delivery.EntryCame) d).entry());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void dyingAtAnyStepLosesAndDoublesNothing(boolean keepsLast) throws Exception {
    try (TestServer started = TestServer.start()) {
      server = started;
      Path base = away();
      boolean died = true;
      for (int step = 1; died; step++) {
        died = livesTwice(base, step, keepsLast);
      }
      assertThat(lives).isGreaterThan(8);
    }
  }

  private boolean livesTwice(Path base, int step, boolean keepsLast) throws Exception {
    Path file = Files.copy(base, folder.resolve("life" + ++lives));
    MortalState first = new MortalState(FileState.at(file), step, keepsLast);
    Heard heard = new Heard();
    String text = "life " + lives;
    boolean written = live(first, heard, text);
    MortalState second = new MortalState(FileState.at(file), Integer.MAX_VALUE, true);
    try (var client =
        ClientFixture.client(server, reader).state(second).listener(heard).connect()) {
      if (!written) {
        client.send(small, text);
      }
      await().until(() -> isQuiet(second));
      List<Delivery> applied = new ArrayList<>(first.applied());
      applied.addAll(second.applied());
      assertThat(entries(applied).filter(e -> e.chat_id() == large).map(Entry::event_id))
          .containsExactlyElementsOf(log(client, large, 2));
      assertThat(entries(applied).filter(e -> e.chat_id() == small).map(Entry::event_id))
          .containsExactlyElementsOf(log(client, small, 2));
      assertThat(heard.entries(large)).containsAll(log(client, large, 2));
      assertThat(ClientFixture.texts(client, small)).containsOnlyOnce(text);
    }
    return first.isDead();
  }

  // Whether the message was in the outbox, so that whoever wrote it need not write it again.
  private boolean live(MortalState state, Heard heard, String text) {
    try (var client = ClientFixture.client(server, reader).state(state).listener(heard).connect()) {
      client.send(small, text);
      await().until(() -> state.isDead() || isQuiet(state));
      return true;
    } catch (VestnikException e) {
      assertThat(e.code()).isIn(VestnikException.STATE, VestnikException.CLOSED);
      return Ledger.of(state.load()).outbox().stream()
          .anyMatch(unsent -> unsent.message().content().equals(text));
    }
  }

  private static List<Long> log(VestnikClient client, long chat, long from) {
    List<Long> ids = new ArrayList<>();
    GetEvents.Answer page;
    do {
      page = client.call(new GetEvents(chat, from + ids.size()));
      page.events().forEach(entry -> ids.add(entry.event_id()));
    } while (page.has_more());
    return ids;
  }
}
