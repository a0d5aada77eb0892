package io.vestnik.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Config;
import io.vestnik.Crowd;
import io.vestnik.ManualClock;
import io.vestnik.TestServer;
import io.vestnik.wire.Json;
import io.vestnik.wire.Talk;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `GET /photos/{photo_id}`: photos over HTTP (protocol §8).
@Tag("once")
class PhotoPagesTest {
  private static final String SITE = "https://chat.example.org";
  private static TestServer server;
  private static HttpGetter http;
  private static String path;
  private static String token;

  @BeforeAll
  static void start() {
    server = TestServer.start(new ManualClock(), PhotoPagesTest::listing);
    http = new HttpGetter(server);
    List<Crowd.Person> crowd = Crowd.of(server, "shown", 2);
    token = crowd.getLast().token();
    try (Talk anna = crowd.getFirst().talk(server)) {
      byte[] picture = Samples.as("png", Samples.halves(40, 40));
      path = "/photos/" + anna.call("setPhoto", "photo", Samples.text(picture)).text("photo_id");
    }
  }

  private static Config listing(Config c) {
    return new Config(
        c.listen(),
        c.data(),
        c.database(),
        c.name(),
        c.registration(),
        c.findUsers(),
        c.mail(),
        Set.of(SITE),
        c.proxies(),
        c.maxConnections(),
        c.shutdownTime(),
        c.limits());
  }

  @AfterAll
  static void stop() {
    http.close();
    server.close();
  }

  private static void refused(HttpResponse<byte[]> response, int status, String code) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    Object error = Json.read(new String(response.body(), StandardCharsets.UTF_8)).get("error");
    assertThat(((Map<?, ?>) error).get("code")).isEqualTo(code);
  }

  @Test
  void givesAnybodyWithATokenEitherSize() {
    HttpResponse<byte[]> large = http.get(path, token);
    assertThat(large.statusCode()).isEqualTo(200);
    assertThat(Samples.shown(large.body()).getWidth()).isEqualTo(512);
    assertThat(http.get(path + "?size=512", token).body()).isEqualTo(large.body());
    HttpResponse<byte[]> small = http.get(path + "?size=96", token);
    assertThat(Samples.shown(small.body()).getWidth()).isEqualTo(96);
    assertThat(small.headers().firstValue("etag"))
        .isPresent()
        .isNotEqualTo(large.headers().firstValue("etag"));
  }

  @Test
  void isNoPageForABrowser() {
    HttpResponse<byte[]> photo = http.get(path, token);
    assertThat(photo.headers().firstValue("content-type")).hasValue("image/jpeg");
    assertThat(photo.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    assertThat(photo.headers().firstValue("content-security-policy"))
        .hasValue("default-src 'none'; sandbox");
    assertThat(photo.headers().firstValue("cache-control").orElse("")).contains("private");
    assertThat(photo.headers().allValues("vary")).contains("Authorization", "Origin");
  }

  @Test
  void isNotGivenAgainToWhoHasIt() {
    String tag = http.get(path, token).headers().firstValue("etag").orElseThrow();
    for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
      HttpResponse<byte[]> same = http.ask("GET", path, token, "If-None-Match", known);
      assertThat(same.statusCode()).isEqualTo(304);
      assertThat(same.body()).isEmpty();
      assertThat(same.headers().firstValue("etag")).hasValue(tag);
    }
    assertThat(http.ask("GET", path, token, "If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
    refused(http.ask("GET", path, "nobodys", "If-None-Match", tag), 401, "tokenInvalid");
  }

  @Test
  void headTellsTheSameWithoutThePhoto() {
    HttpResponse<byte[]> head = http.ask("HEAD", path, token);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValueAsLong("content-length"))
        .hasValue(http.get(path, token).body().length);
  }

  @Test
  void asksForAToken() {
    HttpResponse<byte[]> without = http.get(path, null);
    refused(without, 401, "tokenMissing");
    assertThat(without.headers().firstValue("www-authenticate")).hasValue("Bearer");
    refused(http.get(path, "nobodys"), 401, "tokenInvalid");
    refused(http.ask("GET", path, null, "Authorization", "Basic eDp5"), 401, "tokenMissing");
    refused(http.get("/photos/none", null), 401, "tokenMissing");
    Crowd.Person gone = Crowd.of(server, "gone", 1).getFirst();
    try (Talk talk = gone.talk(server)) {
      talk.call("logout").expect("200");
    }
    refused(http.get(path, gone.token()), 401, "tokenInvalid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "none", "a/b", "%2e%2e", "x%00y", "%D1%8F", "'"})
  void knowsNoOther(String id) {
    refused(http.get("/photos/" + id, token), 404, "noFile");
    refused(http.get("/photos/" + "x".repeat(65), token), 404, "noFile");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?size=", "?size=95", "?size=large", "?size=96&size=512"})
  void hasTwoSizesAlone(String query) {
    refused(http.get(path + query, token), 422, "range");
  }

  @Test
  void answersNoOtherMethod() {
    assertThat(http.ask("POST", path, token).statusCode()).isEqualTo(405);
    assertThat(http.ask("DELETE", path, token).statusCode()).isEqualTo(405);
  }

  @Test
  void letsPagesOfListedOriginsAskAlone() {
    HttpResponse<byte[]> listed = http.ask("OPTIONS", path, null, "Origin", SITE);
    assertThat(listed.statusCode()).isEqualTo(204);
    assertThat(listed.headers().firstValue("access-control-allow-origin")).hasValue(SITE);
    assertThat(listed.headers().firstValue("access-control-allow-headers"))
        .hasValue("Authorization");
    assertThat(http.ask("GET", path, token, "Origin", SITE).headers().map())
        .containsEntry("access-control-allow-origin", List.of(SITE));
    for (String method : List.of("OPTIONS", "GET")) {
      assertThat(http.ask(method, path, token, "Origin", "https://evil.example").headers().map())
          .doesNotContainKey("access-control-allow-origin");
    }
  }

  @Test
  void answersInTheOrderOfRequests() throws Exception {
    String head = " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n";
    StringBuilder asked = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      asked.append("HEAD ").append(path).append(head).append("\r\n");
      asked.append("HEAD /nowhere").append(head).append("\r\n");
    }
    asked.append("HEAD /health/live").append(head).append("Connection: close\r\n\r\n");
    try (Socket socket = new Socket("127.0.0.1", server.port());
        Reader in = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)) {
      socket.getOutputStream().write(asked.toString().getBytes(StandardCharsets.UTF_8));
      List<String> statuses =
          new BufferedReader(in)
              .lines()
              .filter(line -> line.startsWith("HTTP/1.1 "))
              .map(line -> line.substring(9, 12))
              .toList();
      assertThat(String.join(" ", statuses)).isEqualTo("200 404 ".repeat(5) + "200");
    }
  }
}
