package io.vestnik.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.Crowd;
import io.vestnik.ManualClock;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `getFileLink`: a photo without a token. Links to files are tested where files are made.
class GetFileLinkTest {
  private static final ManualClock clock = new ManualClock();
  private static final TestServer server = TestServer.start(clock, UnaryOperator.identity());
  private static final HttpGetter http = new HttpGetter(server);
  private static Talk anna;
  private static String photo;
  private static String other;

  @BeforeAll
  static void show() {
    List<Crowd.Person> crowd = Crowd.of(server, "shown", 2);
    anna = crowd.getFirst().talk(server);
    photo = photo(anna);
    try (Talk boris = crowd.getLast().talk(server)) {
      other = photo(boris);
    }
  }

  private static String photo(Talk talk) {
    byte[] picture = Samples.as("png", Samples.halves(20, 20));
    return talk.call("setPhoto", "photo", Samples.text(picture)).text("photo_id");
  }

  @AfterAll
  static void stop() {
    anna.close();
    http.close();
    server.close();
  }

  private static String link() {
    return anna.call("getFileLink", "photo_id", photo).expect("200").text("url");
  }

  private static void refused(String url) {
    HttpResponse<byte[]> response = http.get(url, null);
    assertThat(response.statusCode()).as(url).isEqualTo(401);
    assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("tokenInvalid");
  }

  @Test
  void isGoodWithoutATokenForTenMinutes() {
    Reply reply = anna.call("getFileLink", "photo_id", photo);
    Answers.hasFields(reply, "url", "expires_time");
    long life = Duration.ofMinutes(10).toMillis();
    assertThat(reply.number("expires_time")).isEqualTo(clock.millis() + life);
    String url = reply.text("url");
    assertThat(url).startsWith("/photos/" + photo + "?").doesNotContain(anna.token());
    clock.advance(Duration.ofMillis(life - 1));
    assertThat(Samples.shown(http.get(url, null).body()).getWidth()).isEqualTo(512);
    assertThat(Samples.shown(http.get(url + "&size=96", null).body()).getWidth()).isEqualTo(96);
    clock.advance(Duration.ofMillis(1));
    refused(url);
  }

  @Test
  void isGoodForNothingElse() {
    String url = link();
    assertThat(http.get(url, null).statusCode()).isEqualTo(200);
    refused(url.replace(photo, other));
    refused(url.replace("/photos/", "/files/"));
    refused(url.replaceFirst("expires=1", "expires=2"));
    refused(url.replaceFirst("user=\\d+", "user=2"));
    refused(
        url.replaceFirst("signature=.", "signature=" + (url.contains("signature=A") ? "B" : "A")));
    refused(url.replaceFirst("signature=.*", "signature="));
    refused(url.replaceFirst("expires=\\d+", "expires=x"));
    refused(url.replaceFirst("&expires=\\d+", ""));
    refused(url + "&user=1");
    String theirs = anna.call("getFileLink", "photo_id", other).expect("200").text("url");
    refused(url.replaceFirst("signature=.*", theirs.replaceFirst(".*&", "")));
  }

  @Test
  void endsWithTheAccountOfItsMaker() {
    Crowd.Person gone = Crowd.of(server, "gone", 1).getFirst();
    try (Talk talk = gone.talk(server)) {
      String url = talk.call("getFileLink", "photo_id", photo).expect("200").text("url");
      assertThat(http.get(url, null).statusCode()).isEqualTo(200);
      server.inDatabase("update users set disabled = true where id = " + gone.id());
      refused(url);
    }
  }

  @Test
  void knowsNoOther() {
    for (String none : List.of("none", "", "a/b", "я", "x".repeat(10_000))) {
      anna.call("getFileLink", "photo_id", none).expect("404", "noFile", "photo_id");
      anna.call("getFileLink", "file_id", none).expect("404", "noFile", "file_id");
    }
    anna.call("getFileLink", "file_id", photo).expect("404", "noFile", "file_id");
  }

  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    anna.call("getFileLink").expect("422", "missing", "file_id");
    anna.call("getFileLink", "file_id", "x", "photo_id", photo).expect("422", "format", "photo_id");
    Refusals.of(anna, "getFileLink", "photo_id", photo)
        .withoutToken()
        .withoutTimestamp()
        .text("photo_id");
  }
}
