package io.vestnik.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Crowd;
import io.vestnik.Group;
import io.vestnik.ManualClock;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.file.HttpGetter;
import io.vestnik.file.Samples;
import io.vestnik.wire.Event;
import io.vestnik.wire.Json;
import io.vestnik.wire.Talk;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `exportAccount`: what is in the file, and how long it is there.
class ExportAccountTest {
  private static final int MANY = 20_000;

  // Texts that cannot be made much smaller.
  private static final long FACTOR = 2_654_435_761L;
  private static final long DIVISOR = 998_244_353;
  private static final String TEXT_SQL =
      "'message ' || cast(i * cast(%d as bigint) %% %d * %d as text)"
          .formatted(FACTOR, DIVISOR, FACTOR);

  private static final ManualClock clock = new ManualClock();
  private static final TestServer server = TestServer.start(clock, UnaryOperator.identity());
  private static final HttpGetter http = new HttpGetter(server);
  private static int users;

  private final Talk anna = server.talk().register("anna" + users++);

  @AfterEach
  void part() {
    anna.close();
  }

  @AfterAll
  static void stop() {
    http.close();
    server.close();
  }

  private Crowd.Person other(String name) {
    return Crowd.of(server, name + users++, 1).getFirst();
  }

  private Exported exported() {
    return Exported.get(http, Exported.ask(anna), anna.token());
  }

  private int status(String fileId, String token) {
    return http.get(Exported.path(fileId), token).statusCode();
  }

  @Test
  void holdsTheAccountAndWhereItIsUsed() {
    byte[] picture = Samples.as("png", Samples.halves(20, 20));
    anna.call("setPhoto", "photo", Samples.text(picture)).expect("200");
    anna.call("changeUsername", "username", "Anna.B" + users).expect("200");
    Crowd.Person boris = other("blocked");
    anna.call("blockUser", "user_id", boris.id()).expect("200");
    Exported all = exported();
    Map<String, @Nullable Object> profile = anna.call("getProfile").expect("200").body();
    assertThat(all.account())
        .containsAllEntriesOf(without(profile, "mode", "timestamp", "status"))
        .containsEntry("exported_time", clock.millis())
        .containsKey("released_names");
    assertThat(Samples.shown(all.files().get("photo.jpg")).getWidth()).isEqualTo(512);
    assertThat(all.each("sessions.json", "session_id"))
        .hasSize(1)
        .isEqualTo(sessionIds(anna.call("getSessions").body()));
    assertThat(all.each("blocked.json", "user_id")).containsExactly(boris.id());
  }

  private static Map<String, @Nullable Object> without(
      Map<String, @Nullable Object> body, String... names) {
    body.keySet().removeAll(List.of(names));
    return body;
  }

  private static List<@Nullable Object> sessionIds(Map<String, @Nullable Object> body) {
    return ((List<?>) body.get("sessions"))
        .stream().<@Nullable Object>map(one -> ((Map<?, ?>) one).get("session_id")).toList();
  }

  @Test
  void holdsWhatTheUserHasWrittenAndNobodyElse() {
    Crowd.Person boris = other("boris");
    long chat = Pair.chat(anna, boris);
    long first = Pair.send(anna, chat, "first");
    long gone = Pair.send(anna, chat, "gone");
    Pair.send(anna, chat, "and 😀 \"quoted\"");
    try (Talk his = boris.talk(server)) {
      long his1 = Pair.send(his, chat, "his own");
      long his2 = Pair.send(his, chat, "hidden");
      anna.call("react", "chat_id", chat, "message_id", his1, "reaction", "👍").expect("200");
      anna.call("deleteMessages", "chat_id", chat, "message_ids", List.of(his2)).expect("200");
      anna.call("editMessage", "chat_id", chat, "message_id", first, "content", "better")
          .expect("200");
      anna.call(
              "deleteMessages", "chat_id", chat, "message_ids", List.of(gone), "for_everyone", true)
          .expect("200");
      Exported all = exported();
      assertThat(all.each("messages.json", "content"))
          .containsExactly("better", "and 😀 \"quoted\"");
      assertThat((List<?>) all.list("messages.json").getFirst().get("versions"))
          .extracting(one -> ((Map<?, ?>) one).get("content"))
          .isEqualTo(List.of("first", "better"));
      assertThat(all.list("reactions.json"))
          .containsExactly(Json.object("chat_id", chat, "message_id", his1, "reaction", "👍"));
      assertThat(all.list("hidden.json"))
          .containsExactly(Json.object("chat_id", chat, "message_id", his2));
      assertThat(all.list("chats.json"))
          .containsExactly(chatOf(anna.call("getChat", "chat_id", chat).body()));
    }
  }

  @SuppressWarnings("unchecked") // a chat is an object
  private static Map<String, @Nullable Object> chatOf(Map<String, @Nullable Object> body) {
    return (Map<String, @Nullable Object>) body.get("chat");
  }

  @Test
  void holdsWhatWasWrittenIntoGroupsThatWereLeft() {
    Crowd.Person boris = other("boris");
    long left = Group.create(anna, "left", List.of(boris));
    long kept = Group.create(anna, "kept", List.of(boris));
    Pair.send(anna, left, "into the one");
    Pair.send(anna, kept, "into the other");
    String invite = anna.call("createInvite", "chat_id", kept).text("invite");
    anna.call("leaveGroup", "chat_id", left).expect("200");
    Exported all = exported();
    assertThat(all.each("messages.json", "content"))
        .containsExactly("into the one", "into the other");
    assertThat(all.each("chats.json", "chat_id")).containsExactly(kept);
    assertThat(all.list("left_chats.json"))
        .containsExactly(Json.object("chat_id", left, "removed", false));
    assertThat(all.each("invites.json", "invite")).containsExactly(invite);
  }

  @Test
  void holdsTwentyThousandMessagesWhileOthersAreAnswered() {
    long chat = Pair.chat(anna, other("reader"));
    fill(chat);
    String file = Exported.ask(anna);
    for (int i = 0; i < 50; i++) {
      anna.call("checkToken").expect("200");
      Pair.send(anna, chat, "meanwhile");
    }
    Exported all = Exported.get(http, file, anna.token());
    assertThat(all.each("messages.json", "content").subList(0, MANY))
        .isEqualTo(IntStream.range(0, MANY).mapToObj(ExportAccountTest::text).toList());
    String parts = "select count(*) from export_parts where file_id = '" + file + "'";
    assertThat(Pair.number(server, parts))
        .isGreaterThan(2)
        .isEqualTo(Math.ceilDiv(all.bytes().length, 128 << 10));
  }

  // As if she had sent them, at the speed of the database.
  private void fill(long chat) {
    server.inDatabase(
        """
        with recursive n (i) as (select 0 union all select i + 1 from n where i < %d)
        insert into entries (chat_id, event_id, kind, from_id, erased, event_time, content_type,
          content)
        select %d, i + 2, 0, %d, false, 1767225600000, 'text', %s from n
        """
            .formatted(MANY - 1, chat, anna.userId(), TEXT_SQL));
    server.inDatabase(
        "update chats set last_event_id = %d, last_message_id = %d where id = %d"
            .formatted(MANY + 1, MANY + 1, chat));
  }

  private static String text(long i) {
    return "message " + i * FACTOR % DIVISOR * FACTOR;
  }

  @Test
  void isToldToTheUsersDevicesWhenItIsReady() {
    try (Talk device = server.talk().signedInAs(anna.token());
        Talk stranger = other("stranger").talk(server)) {
      device.call("subscribe").expect("200");
      stranger.call("subscribe").expect("200");
      String file =
          Answers.hasFields(anna.call("exportAccount", "password", Talk.PASSWORD), "file_id")
              .text("file_id");
      Event ready = device.nextEvent("exportReady");
      assertThat(ready.text("file_id")).isEqualTo(file);
      assertThat(status(file, anna.token())).isEqualTo(200);
      Pair.hearsNothing(stranger);
    }
  }

  @Test
  void isMadeAgainAfterAnHourAlone() {
    String file = Exported.ask(anna);
    assertThat(Exported.ask(anna)).isEqualTo(file);
    Exported.get(http, file, anna.token());
    assertThat(Exported.ask(anna)).isEqualTo(file);
    clock.advance(Duration.ofMinutes(61));
    String next = Exported.ask(anna);
    assertThat(next).isNotEqualTo(file);
    assertThat(status(file, anna.token())).isEqualTo(404);
    Exported.get(http, next, anna.token());
    partsAreGone(file);
  }

  private static void partsAreGone(String file) {
    Pair.eventually(() -> {
      for (String table : List.of("exports", "export_parts")) {
        String count = "select count(*) from " + table + " where file_id = '" + file + "'";
        assertThat(Pair.number(server, count)).isZero();
      }
    });
  }

  @Test
  void isKeptForSevenDays() {
    String file = Exported.ask(anna);
    Exported.get(http, file, anna.token());
    clock.advance(Duration.ofDays(7).minusSeconds(1));
    assertThat(status(file, anna.token())).isEqualTo(200);
    clock.advance(Duration.ofSeconds(1));
    assertThat(status(file, anna.token())).isEqualTo(404);
    partsAreGone(file);
  }

  @Test
  void goesWithTheAccount() {
    String file = Exported.ask(anna);
    Exported.get(http, file, anna.token());
    String link = anna.call("getFileLink", "file_id", file).expect("200").text("url");
    assertThat(http.get(link, null).statusCode()).isEqualTo(200);
    anna.call("deleteAccount", "password", Talk.PASSWORD).expect("200");
    assertThat(http.get(link, null).statusCode()).isEqualTo(401);
    partsAreGone(file);
  }

  @Test
  void isTriedAgainLaterWhereItFails() {
    Pair.send(anna, Pair.chat(anna, self()), "unreadable");
    String damage =
        "update entries set content_type = '%s' where kind = 0 and from_id = " + anna.userId();
    server.inDatabase(damage.formatted("nothing that is known"));
    String file = Exported.ask(anna);
    String failed =
        "select count(*) from exports where attempts = 1 and lease_time = %d and file_id = '%s'"
            .formatted(clock.millis() + 5_000, file);
    Pair.eventually(() -> assertThat(Pair.number(server, failed)).isEqualTo(1));
    assertThat(status(file, anna.token())).isEqualTo(409);
    server.inDatabase(damage.formatted("text"));
    clock.advance(Duration.ofSeconds(5));
    assertThat(Exported.get(http, file, anna.token()).each("messages.json", "content"))
        .containsExactly("unreadable");
  }

  private Crowd.Person self() {
    return new Crowd.Person(anna.userId(), anna.username(), anna.token());
  }

  @Test
  void isForNobodyElse() {
    String file = Exported.ask(anna);
    Crowd.Person other = other("curious");
    assertThat(status(file, other.token())).isEqualTo(404);
    Exported.get(http, file, anna.token());
    HttpResponse<byte[]> refused = http.get(Exported.path(file), other.token());
    assertThat(refused.statusCode()).isEqualTo(404);
    assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("noFile");
    try (Talk talk = other.talk(server)) {
      talk.call("getFileLink", "file_id", file).expect("404", "noFile", "file_id");
    }
  }

  @Test
  void asksForThePassword() {
    anna.call("exportAccount", "password", "wrong horse")
        .expect("401", "wrongPassword", "password");
    Refusals.of(anna, "exportAccount", "password", Talk.PASSWORD)
        .withoutToken()
        .withoutTimestamp()
        .missing("password")
        .text("password");
    String count = "select count(*) from exports where user_id = " + anna.userId();
    assertThat(Pair.number(server, count)).isZero();
  }
}
