package io.vestnik.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.AtOnce;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.SharedData;
import io.vestnik.TestServer;
import io.vestnik.file.HttpGetter;
import io.vestnik.file.Samples;
import io.vestnik.model.SystemClock;
import io.vestnik.wire.Event;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// `setPhoto`: how one looks, and where it shows.
class SetPhotoTest {
  private static final TestServer server = TestServer.start();
  private static final HttpGetter http = new HttpGetter(server);
  private static final String PICTURE = Samples.text(Samples.as("png", Samples.halves(30, 20)));
  @AutoClose private Pair pair;

  @BeforeEach
  void meet(TestInfo test) {
    pair = Pair.of(server, test.getDisplayName());
  }

  @AfterAll
  static void stop() {
    http.close();
    server.close();
  }

  private static String set(Talk talk) {
    return Answers.hasFields(talk.call("setPhoto", "photo", PICTURE), "photo_id").text("photo_id");
  }

  private int status(String photo) {
    return http.get("/photos/" + photo, pair.vera().token()).statusCode();
  }

  @Test
  void showsWhereTheUserShows() {
    String photo = set(pair.anna());
    long anna = pair.annaHerself().id();
    assertThat(photo).matches("[\\w-]{22}");
    assertThat(pair.anna().call("getProfile").text("photo_id")).isEqualTo(photo);
    assertThat(pair.vera().call("getUser", "user_id", anna).text("photo_id")).isEqualTo(photo);
    pair.vera().call("blockUser", "user_id", anna).expect("200");
    assertThat(pair.vera().call("getBlocked").texts("users[].photo_id")).containsExactly(photo);
    Reply members = pair.ask(pair.boris(), "getMembers").expect("200");
    assertThat(members.texts("members[].photo_id")).containsExactly(photo);
    Reply chat = pair.ask(pair.boris(), "getChat").expect("200");
    assertThat(chat.texts("chat.chat_members[].photo_id")).containsExactly(photo);
    assertThat(chat.text("chat.photo_id")).isEqualTo(photo);
    assertThat(pair.ask(pair.anna(), "getChat").has("chat.photo_id")).isFalse();
  }

  @Test
  void isToldToWhoSharesAPersonalChatAndToOnesOwnDevices() {
    Talk own = pair.listening(pair.annaHerself());
    Talk boris = pair.listening(pair.borisHimself());
    Talk vera = pair.listening(pair.veraHerself());
    String photo = set(pair.anna());
    for (Talk talk : List.of(own, boris)) {
      assertThat(talk.nextEvent("userChanged").text("user.photo_id")).isEqualTo(photo);
    }
    Event changed = boris.nextEvent("chatChanged");
    assertThat(changed.text("chat.photo_id")).isEqualTo(photo);
    Pair.hearsNothing(vera);
  }

  @Test
  void theOneBeforeIsErasedAndSoIsTheLast() {
    String cursor = pair.boris().call("sync").text("cursor");
    String first = set(pair.anna());
    String second = set(pair.anna());
    assertThat(List.of(status(first), status(second))).containsExactly(404, 200);
    assertThat(pair.boris().call("sync", "cursor", cursor).texts("chats[].photo_id"))
        .containsExactly(second);
    Answers.hasFields(pair.anna().call("setPhoto", "photo", null));
    assertThat(status(second)).isEqualTo(404);
    assertThat(pair.anna().call("getProfile").has("photo_id")).isFalse();
    Reply caughtUp = pair.boris().call("sync", "cursor", cursor);
    assertThat(caughtUp.numbers("chats[].chat_id")).containsExactly(pair.chat());
    assertThat(caughtUp.texts("chats[].photo_id")).isEmpty();
    Talk boris = pair.listening(pair.borisHimself());
    pair.anna().call("setPhoto", "photo", null).expect("200");
    Pair.hearsNothing(boris);
  }

  @Test
  void ofOneUserOneIsMadeAtATime() {
    String large = Samples.text(Samples.as("png", Samples.halves(2_000, 2_000)));
    List<Talk> talks = Stream.generate(() -> pair.another(pair.borisHimself())).limit(12).toList();
    List<Reply> replies =
        AtOnce.all(talks.size(), i -> () -> talks.get(i).call("setPhoto", "photo", large));
    assertThat(replies.stream().map(Reply::status)).contains("200", "429");
    assertThat(replies.stream().map(Reply::status)).containsOnly("200", "429");
    talks.forEach(Talk::close);
    pair.boris().call("setPhoto", "photo", large).expect("200");
  }

  @Test
  void goesWithTheAccount() {
    try (Talk gleb = server.talk().register("gleb-who-goes")) {
      String photo = set(gleb);
      assertThat(pair.vera().call("findUsers", "query", "gleb-who").texts("users[].photo_id"))
          .containsExactly(photo);
      assertThat(status(photo)).isEqualTo(200);
      gleb.call("deleteAccount", "password", Talk.PASSWORD).expect("200");
      assertThat(status(photo)).isEqualTo(404);
    }
    assertThat(
            Pair.number(
                server,
                "select count(*) from photos p where not exists (select 1 from"
                    + " users u where u.photo_id = p.photo_id)"))
        .isZero();
  }

  @Test
  void isOnEveryNode(@TempDir Path folder) {
    UnaryOperator<io.vestnik.bus.Bus> plain = UnaryOperator.identity();
    try (SharedData data = new SharedData(folder);
        TestServer one = TestServer.on(data, new SystemClock(), plain);
        TestServer other = TestServer.on(data, new SystemClock(), plain);
        HttpGetter there = new HttpGetter(other);
        Talk anna = one.talk().register("anna")) {
      String photo = set(anna);
      assertThat(there.get("/photos/" + photo + "?size=96", anna.token()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    Refusals.of(pair.anna(), "setPhoto", "photo", PICTURE)
        .withoutToken()
        .withoutTimestamp()
        .text("photo")
        .wrong("photo", "422", "format", "", "a b", "iVBORw0KGgo=", Samples.text(new byte[100]))
        .wrong("photo", "422", "format", PICTURE.substring(0, 60))
        .wrong("photo", "422", "range", Samples.text(Samples.bomb(9000, 9000)))
        .wrong("photo", "413", "tooLong", "A".repeat(699_053), "A".repeat(699_052));
    pair.anna().call("setPhoto").expect("422", "missing", "photo");
  }
}
