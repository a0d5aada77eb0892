package io.vestnik.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vestnik.client.ScriptedTransport.Line;
import io.vestnik.client.mode.CheckConnection;
import io.vestnik.client.mode.DeleteChat;
import io.vestnik.client.mode.GetChat;
import io.vestnik.client.mode.GetChats;
import io.vestnik.client.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client does when a connection ends, is silent or says nonsense (protocol §1).
class ConnectionLossTest {
  private static final Duration LONGEST_RETRY = Settings.DEFAULT.longestRetry();

  private static void awaitCode(CompletableFuture<?> future, String code) {
    assertThatThrownBy(future::get)
        .cause()
        .isInstanceOfSatisfying(VestnikException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static void staysAt(Scripted s, int connections) {
    await().during(Duration.ofMillis(100)).until(() -> s.server.opened() == connections);
  }

  @ParameterizedTest
  @ValueSource(ints = {1001, 1008, 1013, Transport.LOST, 1000, 3000})
  void mostClosesAreFollowedByAnotherConnectionAfterAWait(int code) {
    try (Scripted s = Scripted.listening()) {
      Line line = s.server.line();
      s.catchUp(line);
      line.closeWith(code);
      await().until(() -> s.heard.of(Heard.Lost.class).count() == 1);
      s.time.advance(Settings.DEFAULT.firstRetry().dividedBy(3));
      staysAt(s, 1);
      s.time.advance(Settings.DEFAULT.firstRetry());
      Line next = s.server.line();
      assertThat(next.next("subscribe")).containsEntry("token", "token");
      assertThat(next.next("sync")).containsEntry("cursor", "c");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1003, 1007, 1009})
  void aCloseThatSaysABugEndsTheClient(int code) {
    try (Scripted s = Scripted.listening()) {
      Line line = s.server.line();
      s.catchUp(line);
      CompletableFuture<?> asked = s.client.callAsync(new DeleteChat(1));
      line.next("deleteChat");
      line.closeWith(code);
      await().until(() -> s.heard.of(Heard.Failed.class).count() == 1);
      awaitCode(asked, VestnikException.CONNECTION_LOST);
      awaitCode(s.client.callAsync(new GetChats()), VestnikException.UNREADABLE);
      assertThatThrownBy(() -> s.client.send(1, "text")).isInstanceOf(VestnikException.class);
      s.time.advance(LONGEST_RETRY);
      staysAt(s, 1);
    }
  }

  @Test
  void whoAskedTooMuchWaitsForAMinute() {
    try (Scripted s = Scripted.calling()) {
      s.server.line().closeWith(4400);
      await().until(() -> s.client.token() != null);
      staysAt(s, 1);
      s.time.advance(Duration.ofSeconds(59));
      staysAt(s, 1);
      s.time.advance(Duration.ofSeconds(2));
      s.server.line();
    }
  }

  @Test
  void whoIsSignedOutListensAgainWithAnotherToken() {
    try (Scripted s = Scripted.listening()) {
      Line line = s.server.line();
      s.catchUp(line);
      line.closeWith(4401);
      await().until(() -> s.heard.has(Heard.Word.SIGNED_OUT));
      s.client.send(5, "text"); // waits
      Line next = s.reconnected();
      await().during(Duration.ofMillis(100)).until(next::isSilent);
      s.client.useToken("another");
      s.catchUp(next);
      assertThat(next.next("sendMessage")).containsEntry("token", "another");
    }
  }

  @Test
  void whatOnlyReadsIsAskedAgainAndWhatChangesIsNot() {
    try (Scripted s = Scripted.calling()) {
      CompletableFuture<GetChats.Answer> first = s.client.callAsync(new GetChats().withLimit(1));
      CompletableFuture<?> change = s.client.callAsync(new DeleteChat(1));
      CompletableFuture<GetChats.Answer> second = s.client.callAsync(new GetChats().withLimit(2));
      Line line = s.server.line();
      line.next();
      line.next();
      line.next();
      line.closeWith(1001);
      assertThatThrownBy(change::get)
          .cause()
          .isInstanceOfSatisfying(VestnikException.class, e -> assertThat(e.mayBeDone()).isTrue());
      Line next = s.reconnected();
      Map<String, Object> again = next.next("getChats");
      assertThat(again).containsEntry("limit", 1L);
      next.answer(again, "chats", List.of(), "has_more", true);
      next.answer(next.next("getChats"), "chats", List.of(), "has_more", false);
      assertThat(first.join().has_more()).isTrue();
      assertThat(second.join().has_more()).isFalse();
    }
  }

  @Test
  void aCallEndsInTimeAndItsLateAnswerHarmsNobody() {
    try (Scripted s = Scripted.calling()) {
      Line line = s.server.line();
      CompletableFuture<?> late = s.client.callAsync(new GetChat(1));
      Map<String, Object> asked = line.next("getChat");
      s.time.advance(Settings.DEFAULT.callTimeout());
      awaitCode(late, VestnikException.TIMEOUT);
      CompletableFuture<GetChats.Answer> next = s.client.callAsync(new GetChats());
      Map<String, Object> second = line.next("getChats");
      line.answer(asked, "chat", Scripted.chat(1, 1, 1, 1));
      line.answer(second, "chats", List.of(), "has_more", true);
      assertThat(next.join().has_more()).isTrue();
    }
  }

  @Test
  void aConnectionThatAnswersNothingIsGivenUp() {
    try (Scripted s = Scripted.calling()) {
      Line line = s.server.line();
      CompletableFuture<?> call = s.client.callAsync(new GetChat(1));
      line.next("getChat");
      for (int i = 0; i < 4; i++) {
        s.time.advance(Settings.DEFAULT.answerTimeout().dividedBy(2));
        staysSilent(line);
      }
      await().until(() -> line.closedWith != null);
      awaitCode(call, VestnikException.TIMEOUT);
      s.reconnected();
    }
  }

  private static void staysSilent(Line line) {
    await().during(Duration.ofMillis(20)).until(line::isSilent);
  }

  @Test
  void aSilentConnectionIsAskedWhetherItLives() {
    try (Scripted s = Scripted.calling()) {
      Line line = s.server.line();
      CompletableFuture<?> asked = s.client.callAsync(new CheckConnection());
      line.answer(line.next("checkConnection"));
      asked.join();
      for (int i = 0; i < 3; i++) {
        s.time.advance(Settings.DEFAULT.silence().dividedBy(2));
        await().during(Duration.ofMillis(20)).until(() -> true);
      }
      line.next("checkConnection");
      assertThat(line.closedWith).isNull();
    }
  }

  @Test
  void noConnectionAtAllIsToldInTime() {
    ScriptedTransport refusing = new ScriptedTransport();
    refusing.setRefusing(true);
    assertThatThrownBy(() -> ClientBuilder.of(refusing).connect())
        .isInstanceOfSatisfying(
            VestnikException.class,
            e -> assertThat(e.code()).isEqualTo(VestnikException.UNREACHABLE));
    ManualTime time = new ManualTime();
    try (VestnikClient client = ClientBuilder.of(refusing).time(time, time).start()) {
      CompletableFuture<?> call = client.callAsync(new GetChat(1));
      await().during(Duration.ofMillis(50)).until(() -> !call.isDone());
      time.advance(Settings.DEFAULT.callTimeout());
      awaitCode(call, VestnikException.UNREACHABLE);
    }
  }

  @Test
  void anAnswerOutOfTurnEndsTheConnection() {
    try (Scripted s = Scripted.calling()) {
      CompletableFuture<?> change = s.client.callAsync(new DeleteChat(1));
      s.client.callAsync(new DeleteChat(2));
      Line line = s.server.line();
      line.next();
      line.answer(line.next());
      awaitCode(change, VestnikException.CONNECTION_LOST);
      assertThat(line.closedWith).isEqualTo(Transport.LOST);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{\"mode\":\"getChats\",\"status\":\"200\"}", "null"})
  void nonsenseEndsTheConnection(String frame) {
    try (Scripted s = Scripted.calling()) {
      Line line = s.server.line();
      await().until(() -> s.client.token() != null);
      line.say(frame);
      await().until(() -> line.closedWith != null);
      s.reconnected();
    }
  }

  @Test
  void callsWaitInBoundedNumbers() {
    try (Scripted s =
        Scripted.calling(d -> ClientFixture.with(d, 10, 10, Duration.ofSeconds(30)))) {
      Line line = s.server.line();
      List<CompletableFuture<?>> calls = new ArrayList<>();
      calls.add(s.client.callAsync(new GetChat(1)));
      line.next("getChat"); // from now on the connection is open for the client too
      for (int i = 1; i < Settings.DEFAULT.inFlight() + 10; i++) {
        calls.add(s.client.callAsync(new GetChat(1)));
      }
      awaitCode(s.client.callAsync(new GetChat(1)), VestnikException.QUEUE_FULL);
      for (int i = 1; i < Settings.DEFAULT.inFlight() - 1; i++) {
        line.next("getChat");
      }
      Map<String, Object> last = line.next("getChat");
      assertThat(line.isSilent()).isTrue();
      assertThat(last).containsEntry("request_id", (long) Settings.DEFAULT.inFlight());
      s.client.close();
      calls.forEach(
          call -> assertThatThrownBy(call::get).hasCauseInstanceOf(VestnikException.class));
    }
  }

  @Test
  void waitsGrowAndAreBoundedAndAtRandom() {
    Backoff backoff =
        new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), new SplittableRandom(1));
    List<Long> waits = Stream.generate(() -> backoff.next().toMillis()).limit(6).toList();
    List<Long> longest = List.of(100L, 200L, 400L, 800L, 1000L, 1000L);
    for (int i = 0; i < longest.size(); i++) {
      assertThat(waits.get(i)).isBetween(longest.get(i) / 2, longest.get(i));
    }
    assertThat(waits.get(4)).isNotEqualTo(waits.get(5));
    backoff.reset();
    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(100));
  }
}
