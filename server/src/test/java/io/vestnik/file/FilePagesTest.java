package io.vestnik.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Crowd;
import io.vestnik.ManualClock;
import io.vestnik.Pair;
import io.vestnik.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `GET /files/{file_id}`: files over HTTP, whole and in ranges (protocol §8).
class FilePagesTest {
  private static final int SIZE = 300_000;
  private static final String PATH = "/files/small";

  // More than the system keeps for a connection.
  private static final int LARGE = 16 << 20;

  private static final TestServer server =
      TestServer.start(new ManualClock(), UnaryOperator.identity());
  private static final HttpGetter http = new HttpGetter(server);
  private static final byte[] bytes = new byte[SIZE];
  private static Crowd.Person anna;
  private static String token;
  private static int users;

  @BeforeAll
  static void store() {
    new SplittableRandom(1).nextBytes(bytes);
    anna = user();
    token = anna.token();
    StoredExport.ready(server, "small", anna.id(), bytes);
  }

  private static Crowd.Person user() {
    return Crowd.of(server, "user" + users++ + "x", 1).getFirst();
  }

  @AfterAll
  static void stop() {
    http.close();
    server.close();
  }

  private static String header(HttpResponse<byte[]> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static String tag() {
    return header(http.ask("HEAD", PATH, token), "etag");
  }

  private static void refused(HttpResponse<byte[]> response, int status, String code) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(header(response, "content-type")).isEqualTo("application/json");
    assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains(code);
  }

  @Test
  void givesAllOfItAsNoPage() {
    HttpResponse<byte[]> all = http.get(PATH, token);
    assertThat(all.statusCode()).isEqualTo(200);
    assertThat(all.body()).isEqualTo(bytes);
    assertThat(header(all, "content-length")).isEqualTo("" + SIZE);
    assertThat(header(all, "content-type")).isEqualTo("application/zip");
    assertThat(header(all, "content-disposition"))
        .isEqualTo("attachment; filename=\"vestnik-export-2026-01-01.zip\"");
    assertThat(header(all, "accept-ranges")).isEqualTo("bytes");
    assertThat(header(all, "cache-control")).isEqualTo("private, no-store");
    assertThat(header(all, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(header(all, "content-security-policy")).isEqualTo("default-src 'none'; sandbox");
    assertThat(header(all, "etag")).matches("\"[0-9a-f]{64}\"");
  }

  @Test
  void headTellsTheSameWithoutTheFile() {
    HttpResponse<byte[]> head = http.ask("HEAD", PATH, token, "Range", "bytes=0-1");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(header(head, "content-length")).isEqualTo("" + SIZE);
  }

  @ParameterizedTest
  @CsvSource({
    "0-0, 0, 1",
    "0-, 0, 300000",
    "131071-131072, 131071, 131073",
    "262143-, 262143, 300000",
    "299999-299999, 299999, 300000",
    "1-999999999999999999, 1, 300000",
    "1-99999999999999999999, 1, 300000",
    "-1, 299999, 300000",
    "-999999, 0, 300000",
  })
  void givesARange(String range, int from, int to) {
    HttpResponse<byte[]> part = http.ask("GET", PATH, token, "Range", "bytes=" + range);
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(bytes, from, to));
    assertThat(header(part, "content-range"))
        .isEqualTo("bytes %d-%d/%d".formatted(from, to - 1, SIZE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"300000-", "300000-300001", "-0", "99999999999999999999-"})
  void hasNoRangeBeyondItsEnd(String range) {
    HttpResponse<byte[]> none = http.ask("GET", PATH, token, "Range", "bytes=" + range);
    assertThat(none.statusCode()).isEqualTo(416);
    assertThat(header(none, "content-range")).isEqualTo("bytes */" + SIZE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1,5-6",
        "lines=0-1",
        "bytes=",
        "bytes=-",
        "bytes=2-1",
        "bytes=a-b",
        "0-1"
      })
  void givesAllWhereTheRangeIsNoOneRange(String range) {
    HttpResponse<byte[]> all = http.ask("GET", PATH, token, "Range", range);
    assertThat(all.statusCode()).isEqualTo(200);
    assertThat(all.body()).hasSize(SIZE);
  }

  @Test
  void looksAtTheConditions() {
    String tag = tag();
    assertThat(http.ask("GET", PATH, token, "If-None-Match", tag).statusCode()).isEqualTo(304);
    assertThat(http.ask("GET", PATH, token, "If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
    String range = "bytes=5-9";
    HttpResponse<byte[]> same = http.ask("GET", PATH, token, "Range", range, "If-Range", tag);
    assertThat(same.statusCode()).isEqualTo(206);
    for (String other : List.of("\"x\"", "W/" + tag, "Thu, 01 Jan 2026 00:00:00 GMT")) {
      assertThat(http.ask("GET", PATH, token, "Range", range, "If-Range", other).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void refusesWhoMayNot() {
    refused(http.get(PATH, null), 401, "tokenMissing");
    refused(http.get(PATH, "nobodys"), 401, "tokenInvalid");
    refused(http.get(PATH, user().token()), 404, "noFile");
    for (String none : List.of("none", "", "a/b", "%2e%2e", "x".repeat(65))) {
      refused(http.get("/files/" + none, token), 404, "noFile");
    }
    assertThat(http.ask("POST", PATH, token).statusCode()).isEqualTo(405);
    HttpResponse<byte[]> preflight = http.ask("OPTIONS", PATH, null);
    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(header(preflight, "access-control-allow-headers")).contains("Range");
  }

  @Test
  void asksToWaitWhileItIsBeingMade() {
    Crowd.Person boris = user();
    StoredExport.begun(server, "unfinished", boris.id(), Long.MAX_VALUE);
    HttpResponse<byte[]> early = http.get("/files/unfinished", boris.token());
    refused(early, 409, "notReady");
    assertThat(header(early, "retry-after")).isEqualTo("2");
  }

  private static Socket begin(String path, Crowd.Person person) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(64 << 10);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    String request =
        "GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(path, person.token());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    assertThat(socket.getInputStream().readNBytes(12))
        .isEqualTo("HTTP/1.1 200".getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static long rest(Socket socket) throws IOException {
    try (InputStream in = socket.getInputStream()) {
      return in.transferTo(OutputStream.nullOutputStream());
    }
  }

  @Test
  void isReadAsItIsTakenAndBreaksOffWhereItIsDeleted() throws Exception {
    Crowd.Person boris = user();
    StoredExport.ready(server, "large", boris.id(), new byte[LARGE]);
    try (Socket slow = begin("/files/large", boris)) {
      server.inDatabase("update exports set user_id = null where file_id = 'large'");
      Pair.eventually(() ->
          assertThat(Pair.number(server, "select count(*) from exports where user_id is null"))
              .isZero());
      assertThat(rest(slow)).isLessThan(LARGE);
    }
  }

  @Test
  void isGivenToOneUserFourTimesAtOnce() throws Exception {
    Crowd.Person boris = user();
    String path = "/files/popular";
    StoredExport.ready(server, "popular", boris.id(), new byte[LARGE]);
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      slow.add(begin(path, boris));
    }
    HttpResponse<byte[]> fifth = http.get(path, boris.token());
    refused(fifth, 429, "throttled");
    assertThat(header(fifth, "retry-after")).isEqualTo("5");
    assertThat(http.ask("HEAD", path, boris.token()).statusCode()).isEqualTo(200);
    assertThat(http.get(PATH, token).statusCode()).isEqualTo(200);
    for (Socket socket : slow) {
      socket.close();
    }
    Pair.eventually(() ->
        assertThat(http.ask("GET", path, boris.token(), "Range", "bytes=0-9").statusCode())
            .isEqualTo(206));
  }

  @Test
  void answersInTheOrderOfRequests() throws Exception {
    try (Socket socket = begin(PATH, anna)) {
      String more = "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(more.getBytes(StandardCharsets.UTF_8));
      byte[] all = socket.getInputStream().readAllBytes();
      String text = new String(all, StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n") + 4;
      assertThat(Arrays.copyOfRange(all, end, end + SIZE)).isEqualTo(bytes);
      assertThat(text.substring(end + SIZE)).startsWith("HTTP/1.1 200").endsWith("live\n");
    }
  }
}
