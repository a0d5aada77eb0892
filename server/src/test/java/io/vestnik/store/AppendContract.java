package io.vestnik.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.ManualClock;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Session;
import io.vestnik.protocol.ErrorCode;
import io.vestnik.protocol.Rejection;
import io.vestnik.table.ChatRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every store promises of messages: numbers without a gap, refusals, clients' keys, answers
/// to other messages.
abstract class AppendContract extends StoreFixture {
  private Session anna;
  private Session boris;
  private long chat;

  @BeforeEach
  void someTalk() {
    anna = scene.user("anna");
    boris = scene.user("boris");
    chat = scene.chat(anna, boris);
  }

  private CompletableFuture<Appended> say(String content) {
    return scene.send(Scene.text(anna, chat, content));
  }

  private CompletableFuture<Appended> sayKeyed(String content, String key) {
    return scene.send(Scene.keyed(anna, chat, content, key));
  }

  private static Append refusedBy(Append append, Append.Rule rule) {
    return new Append(append.session(), append.chatId(), append.draft(), append.key(), rule);
  }

  @Test
  void numbersFromOneOnWithinABatchAndAcrossBatches() {
    List<CompletableFuture<Appended>> batch;
    try (Hold _ = new Hold()) {
      batch = List.of(say("a"), say("b"), say("c"));
    }
    assertThat(batch).extracting(one -> one.join().eventId()).containsExactly(1L, 2L, 3L);
    assertThat(say("d").join().eventId()).isEqualTo(4);
    assertThat(scene.contents(chat)).containsExactly("a", "b", "c", "d");
    ChatRow row = scene.chatRow(chat);
    assertThat(row.lastEventId()).isEqualTo(4);
    assertThat(row.lastMessageId()).isEqualTo(4);
  }

  @Test
  void theRefusedLeaveNoGap() {
    List<CompletableFuture<Appended>> good = new ArrayList<>();
    List<CompletableFuture<Appended>> bad = new ArrayList<>();
    Session stranger = scene.user("stranger");
    Append.Rule never = _ -> Rejection.noMessage("content");
    try (Hold _ = new Hold()) {
      for (int i = 0; i < 10; i++) {
        good.add(say("good " + i));
        bad.add(scene.send(Scene.text(stranger, chat, "bad")));
        bad.add(scene.send(Scene.text(anna, 1_000_000, "bad")));
        bad.add(scene.send(refusedBy(Scene.text(boris, chat, "bad"), never)));
      }
    }
    assertThat(good)
        .extracting(one -> one.join().eventId())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 10).boxed().toList());
    for (int i = 0; i < bad.size(); i++) {
      assertRefused(bad.get(i), i % 3 == 2 ? ErrorCode.NO_MESSAGE : ErrorCode.NOT_MEMBER);
    }
    assertThat(scene.eventIds(chat)).hasSize(10);
  }

  @Test
  void aRuleThatThrowsHurtsNoNeighbour() {
    CompletableFuture<Appended> first;
    CompletableFuture<Appended> bad;
    CompletableFuture<Appended> second;
    Append.Rule broken =
        _ -> {
          throw new IllegalStateException("on purpose");
        };
    try (Hold _ = new Hold()) {
      first = say("a");
      bad = scene.send(refusedBy(Scene.text(anna, chat, "bad"), broken));
      second = say("b");
    }
    assertThat(failure(bad)).hasMessage("on purpose");
    assertThat(first.join().eventId()).isEqualTo(1);
    assertThat(second.join().eventId()).isEqualTo(2);
  }

  @Test
  void anEndedSessionSendsNothing() {
    CompletableFuture<Appended> before;
    CompletableFuture<Appended> after;
    try (Hold _ = new Hold()) {
      before = say("a");
      scene.start(tx -> {
        tx.endSession(anna.id());
        return 0;
      });
      after = say("b");
    }
    assertThat(before.join().eventId()).isEqualTo(1);
    assertRefused(after, ErrorCode.TOKEN_INVALID);
    assertThat(scene.contents(chat)).containsExactly("a");
  }

  @Test
  void aRepeatedKeyIsTheFirstAnswerAgain() {
    List<CompletableFuture<Appended>> batch;
    try (Hold _ = new Hold()) {
      batch = List.of(sayKeyed("a", "k"), say("b"), sayKeyed("a", "k"), sayKeyed("a", "k"));
    }
    Appended first = batch.getFirst().join();
    assertThat(first).isEqualTo(new Appended(1, first.eventTime(), false));
    Appended again = new Appended(1, first.eventTime(), true);
    assertThat(batch.get(1).join().eventId()).isEqualTo(2);
    assertThat(batch.get(2).join()).isEqualTo(again);
    assertThat(batch.get(3).join()).isEqualTo(again);
    assertThat(sayKeyed("a", "k").join()).isEqualTo(again);
    Appended asUnit = store.write(tx -> tx.append(Scene.keyed(anna, chat, "a", "k")));
    assertThat(asUnit).isEqualTo(again);
    assertThat(scene.contents(chat)).containsExactly("a", "b");
    assertThat(toldEntries).hasSize(2);
  }

  @Test
  void aKeyReusedForSomethingElseIsRefused() {
    CompletableFuture<Appended> inTheBatch;
    try (Hold _ = new Hold()) {
      sayKeyed("a", "k");
      inTheBatch = sayKeyed("b", "k");
    }
    assertRefused(inTheBatch, ErrorCode.KEY_REUSED);
    assertRefused(sayKeyed("c", "k"), ErrorCode.KEY_REUSED);
    assertThat(say("d").join().eventId()).isEqualTo(2);
  }

  @Test
  void aRefusedMessageDoesNotUseUpItsKey() {
    Append append = Scene.keyed(anna, chat, "a", "k");
    CompletableFuture<Appended> refused;
    CompletableFuture<Appended> good;
    try (Hold _ = new Hold()) {
      refused = scene.send(refusedBy(append, _ -> Rejection.noMessage("content")));
      good = scene.send(append);
    }
    assertRefused(refused, ErrorCode.NO_MESSAGE);
    assertThat(good.join().duplicate()).isFalse();
  }

  @Test
  void keysAreOfOneUserInOneChat() {
    long notes = scene.chat(anna, anna);
    List<CompletableFuture<Appended>> all;
    try (Hold _ = new Hold()) {
      all =
          List.of(
              sayKeyed("a", "k"),
              scene.send(Scene.keyed(boris, chat, "b", "k")),
              scene.send(Scene.keyed(anna, notes, "c", "k")),
              sayKeyed("d", "K"));
    }
    assertThat(all).allSatisfy(one -> assertThat(one.join().duplicate()).isFalse());
  }

  @Test
  void withItsHashDroppedARepeatIsTheFirstAnswerWhateverItSays() {
    sayKeyed("a", "k").join();
    store.write(tx -> tx.sql.update("update entries set content_hash = null"));
    assertThat(sayKeyed("quite another", "k").join().duplicate()).isTrue();
  }

  @Test
  void answersWhatIsThereAndNothingElse() {
    store.write(tx -> tx.log().append(tx.chats().byId(chat), null, Scene.created()));
    say("a").join();
    CompletableFuture<Appended> toAnEvent = scene.send(Scene.reply(anna, chat, 1));
    CompletableFuture<Appended> toAMessage = scene.send(Scene.reply(boris, chat, 2));
    CompletableFuture<Appended> toALaterOne = scene.send(Scene.reply(anna, chat, 4));
    assertRefused(toAnEvent, ErrorCode.NO_MESSAGE);
    assertThat(toAMessage.join().eventId()).isEqualTo(3);
    assertRefused(toALaterOne, ErrorCode.NO_MESSAGE);
    CompletableFuture<Appended> toOneOfTheBatch;
    try (Hold _ = new Hold()) {
      say("b");
      toOneOfTheBatch = scene.send(Scene.reply(boris, chat, 4));
    }
    assertThat(toOneOfTheBatch.join().eventId()).isEqualTo(5);
  }

  @Test
  void whatLiesBeforeAMembersBeginningCannotBeAnswered() {
    say("a").join();
    store.write(tx -> {
      tx.members().clear(chat, boris.userId(), 2);
      return 0;
    });
    say("b").join();
    assertRefused(scene.send(Scene.reply(boris, chat, 1)), ErrorCode.NO_MESSAGE);
    assertThat(scene.send(Scene.reply(boris, chat, 2)).join().eventId()).isEqualTo(3);
    assertThat(scene.send(Scene.reply(anna, chat, 1)).join().eventId()).isEqualTo(4);
  }

  @Test
  void anEntrysTimeIsNeverBelowTheOneBefore() {
    store.close();
    ManualClock hands = new ManualClock();
    hands.advance(Duration.ofDays(365 * 20));
    store = open(hands, (_, _) -> {});
    scene = new Scene(store, hands);
    long first = say("a").join().eventTime();
    hands.advance(Duration.ofHours(-1));
    long second = say("b").join().eventTime();
    hands.advance(Duration.ofHours(2));
    assertThat(second).isEqualTo(first);
    assertThat(say("c").join().eventTime()).isEqualTo(hands.millis());
  }

  @Test
  void tellsWhatWasAdded() {
    CompletableFuture<Appended> sent = sayKeyed("a", "k");
    sent.join();
    Entry entry = toldEntries.getFirst();
    assertThat(entry.event_id()).isEqualTo(1);
    assertThat(entry.event_time()).isEqualTo(sent.join().eventTime());
    assertThat(entry.body())
        .isInstanceOfSatisfying(
            Event.MessageSent.class,
            body -> {
              assertThat(body.message().content()).isEqualTo("a");
              assertThat(body.message().from_name()).isEqualTo("anna");
              assertThat(body.message().client_message_id()).isEqualTo("k");
            });
  }

  @Test
  void countsWhatGotANumberAndIsThere() {
    Store.Counts before = store.counts();
    try (Hold _ = new Hold()) {
      sayKeyed("a", "k");
      sayKeyed("a", "k");
      scene.send(Scene.text(anna, 1_000_000, "refused"));
      scene.start(tx -> tx.append(Scene.text(anna, chat, "b")));
      scene.start(tx -> {
        tx.append(Scene.text(anna, chat, "rolled back"));
        throw new IllegalStateException("on purpose");
      });
    }
    say("c").join();
    Store.Counts after = store.counts();
    assertThat(after.appended() - before.appended()).isEqualTo(3);
    assertThat(after.units() - before.units()).isEqualTo(3);
    if (unitsShareCommits()) {
      // The last one may have come in time to share a commit.
      assertThat(after.commits() - before.commits()).isBetween(2L, 3L);
    }
  }

  @Test
  void thousandsFromManyThreadsToManyChatsLeaveNoGap() {
    List<Scene.Sender> senders = scene.senders(25);
    Map<Long, List<Long>> answered = new HashMap<>();
    List<CompletableFuture<Map<Long, List<Appended>>>> threads =
        IntStream.range(0, 10)
            .mapToObj(seed -> CompletableFuture.supplyAsync(() -> sendSome(senders, seed)))
            .toList();
    for (CompletableFuture<Map<Long, List<Appended>>> thread : threads) {
      thread
          .join()
          .forEach((chatId, appended) -> {
            assertThat(appended).extracting(Appended::eventId).isSorted();
            appended.forEach(
                one -> answered.computeIfAbsent(chatId, _ -> new ArrayList<>()).add(one.eventId()));
          });
    }
    assertThat(answered.values().stream().mapToInt(List::size).sum()).isEqualTo(5_000);
    answered.forEach((chatId, ids) -> {
      List<Long> expected = LongStream.rangeClosed(1, ids.size()).boxed().toList();
      assertThat(ids).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(scene.eventIds(chatId)).isEqualTo(expected);
      assertThat(scene.chatRow(chatId).lastEventId()).isEqualTo(ids.size());
      assertThat(toldEntries.stream().filter(e -> e.chat_id() == chatId))
          .extracting(Entry::event_id)
          .isEqualTo(expected);
    });
  }

  private Map<Long, List<Appended>> sendSome(List<Scene.Sender> senders, int seed) {
    var random = new SplittableRandom(seed);
    Map<Long, List<CompletableFuture<Appended>>> sent = new HashMap<>();
    for (int i = 0; i < 500; i++) {
      Scene.Sender sender = senders.get(random.nextInt(senders.size()));
      sent.computeIfAbsent(sender.chatId(), _ -> new ArrayList<>())
          .add(scene.send(sender.text("message")));
    }
    Map<Long, List<Appended>> answers = new HashMap<>();
    sent.forEach(
        (chatId, all) -> answers.put(chatId, all.stream().map(CompletableFuture::join).toList()));
    return answers;
  }
}
