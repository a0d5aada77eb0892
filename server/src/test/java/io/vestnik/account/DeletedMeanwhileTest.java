package io.vestnik.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Crowd;
import io.vestnik.Group;
import io.vestnik.Pair;
import io.vestnik.TestServer;
import io.vestnik.model.SystemClock;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What others ask while an account is being deleted: it waits, and meets a deleted account. So
/// nothing reaches it, and it is in no group, once the deletion was answered.
class DeletedMeanwhileTest {
  @AutoClose private static final TestServer server = TestServer.start();
  private static final AtomicInteger made = new AtomicInteger();

  // In that time it would be answered if it did not wait.
  private static final Duration WITHOUT_WAITING = Duration.ofMillis(150);

  /// What Boris asks, whose chat with Anna and whose group without her these are.
  interface Asked {
    @Nullable Object[] fields(Crowd.Person anna, Pair pair, long group, long message);
  }

  private static @Nullable Object[] fields(@Nullable Object... fields) {
    return fields;
  }

  private static List<Map<String, Object>> named(Crowd.Person anna) {
    return List.of(Map.of("contact_mode", "username", "contact_value", anna.name()));
  }

  private static Arguments row(String mode, String refusal, Asked asked) {
    return Arguments.of(mode, refusal, asked);
  }

  static Stream<Arguments> asked() {
    return Stream.of(
        row(
            "sendMessage",
            "accountDeleted",
            (_, pair, _, _) ->
                fields("chat_id", pair.chat(), "content", "x", "content_type", "text")),
        row(
            "forwardMessages",
            "accountDeleted",
            (_, pair, _, message) ->
                fields(
                    "chat_id",
                    pair.chat(),
                    "from_chat_id",
                    pair.chat(),
                    "message_ids",
                    List.of(message))),
        row(
            "react",
            "accountDeleted",
            (_, pair, _, message) ->
                fields("chat_id", pair.chat(), "message_id", message, "reaction", "👍")),
        row(
            "createGroup",
            "noContact",
            (anna, _, _, _) -> fields("name", "us", "members", Group.contact(anna))),
        row(
            "addMembers",
            "noContact",
            (anna, _, group, _) -> fields("chat_id", group, "members", Group.contact(anna))),
        row(
            "addMembers",
            "noContact",
            (anna, _, group, _) -> fields("chat_id", group, "members", named(anna))),
        row(
            "createChat",
            "noContact",
            (anna, _, _, _) -> fields("contact_mode", "username", "contact_value", anna.name())),
        row(
            "createChat",
            "noContact",
            (anna, _, _, _) -> fields("contact_mode", "id", "contact_value", anna.id())));
  }

  @ParameterizedTest(name = "{0}, {index}")
  @MethodSource("asked")
  void waits(String mode, String refusal, Asked asked) {
    try (Pair pair = Pair.of(server, "meanwhile" + made.incrementAndGet() + ".")) {
      Talk boris = pair.boris();
      long message = pair.send(pair.anna(), "hello");
      long group = Group.create(boris, "group", List.of());
      // Who opens a chat has none with her yet.
      Crowd.Person gone = mode.equals("createChat") ? pair.veraHerself() : pair.annaHerself();
      ByOperator operator = new ByOperator(new SystemClock());
      server
          .server()
          .store()
          .write(tx -> {
            String id = Long.toString(gone.id());
            operator.delete(tx, Objects.requireNonNull(operator.find(tx, id)));
            boris.post(mode, asked.fields(gone, pair, group, message));
            return boris.pollEvent(WITHOUT_WAITING);
          });
      assertThat(boris.next().code()).isEqualTo(refusal);
    }
  }
}
