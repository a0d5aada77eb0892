package io.vestnik.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.vestnik.ManualClock;
import io.vestnik.TestServer;
import io.vestnik.code.Authenticator;
import io.vestnik.mail.MailBox;
import io.vestnik.wire.Dial;
import io.vestnik.wire.Frames;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import io.vestnik.wire.UpgradeRefused;
import io.vestnik.wire.WireClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is logged: a line a connection and refusal at `debug`, nothing a message, and never a
/// token, a password or what somebody wrote, whatever goes wrong.
class LoggingTest {
  private static final String CONTENT = "eine-sehr-geheime-Nachricht";
  private static final String WRONG_PASSWORD = "a-wrong-password-of-somebody";
  private static final String WRONG_TOKEN = "a-token-that-is-nobodys-but-secret";

  private final List<String> secrets =
      new ArrayList<>(List.of(CONTENT, Talk.PASSWORD, WRONG_PASSWORD, WRONG_TOKEN));

  private void tellsNoSecret(LogWatch log) {
    assertThat(log.lines())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).doesNotContain(secrets));
  }

  @Test
  void aWholeConversationTellsNoSecret() {
    try (LogWatch log = LogWatch.start();
        TestServer server = TestServer.start()) {
      try (Talk anna = server.talk().register("anna");
          Talk boris = server.talk().register("boris")) {
        secrets.addAll(List.of(anna.token(), boris.token()));
        long chat =
            anna.call("createChat", "contact_mode", "username", "contact_value", "boris")
                .number("chat_id");
        send(anna, chat).expect("200");
        boris.call("getMessages", "chat_id", chat).expect("200");
        boris.call("getChats").expect("200");
        boris.call("auth", "username", "anna", "password", WRONG_PASSWORD).expect("401");
        boris.call("getChats", "token", WRONG_TOKEN).expect("401");
        boris.call("sendMessage", "chat_id", chat, "content", CONTENT).expect("422");
        boris.call(CONTENT).expect("501");
        anna.call("logout").expect("200");
        send(anna, chat).expect("401");
      }
      misbehave(server);
      tellsNoSecret(log);
    }
  }

  @Test
  void mailsAndTwoFactorsTellNoSecret() {
    ManualClock clock = new ManualClock();
    try (LogWatch log = LogWatch.start();
        MailBox box = MailBox.start();
        TestServer server = box.server(clock);
        Talk anna = server.talk().register("anna")) {
      String email = "anna@example.org";
      String code = box.code(email, 1);
      anna.call("verifyEmail", "code", code).expect("200");
      anna.call("recovery", "known_data_type", "email", "known_data", email).expect("200");
      String secret = anna.call("enableTotp", "password", Talk.PASSWORD).text("secret");
      String shown = new Authenticator(secret).code(clock.millis());
      secrets.addAll(List.of(anna.token(), code, box.code(email, 2), secret, email));
      secrets.addAll(anna.call("confirmTotp", "code", shown).texts("recovery_codes[]"));
      anna.call("auth", "username", email, "password", WRONG_PASSWORD).expect("401");
      box.await(email, 3);
      tellsNoSecret(log);
    }
  }

  private static Reply send(Talk talk, long chat) {
    return talk.call("sendMessage", "chat_id", chat, "content", CONTENT, "content_type", "text");
  }

  /// Every way in which bytes of a client can be wrong.
  private static void misbehave(TestServer server) {
    String object = "{\"" + CONTENT + "\":\"" + WRONG_TOKEN + "\"";
    try (Talk talk = server.talk()) {
      talk.raw(object).expect("400");
      talk.raw(object + "," + object.substring(1) + "}").expect("400");
      talk.raw(CONTENT).expect("400");
      talk.raw("{\"mode\":" + WRONG_TOKEN + "}").expect("400");
    }
    for (int opcode : new int[] {Frames.BINARY, Frames.CONTINUATION, 5}) {
      try (WireClient client = server.connect()) {
        client.sendFrame(opcode, true, 0, CONTENT.getBytes(UTF_8));
        client.awaitEnd();
      }
    }
    try (WireClient client = server.connect()) {
      client.sendFrame(Frames.TEXT, true, 0, (CONTENT + "\u00ff").getBytes(ISO_8859_1));
      client.awaitEnd();
    }
    try (WireClient client = WireClient.to(server.port()).deflate(true).connect()) {
      client.sendFrame(Frames.TEXT, true, Frames.RSV1, CONTENT.getBytes(UTF_8));
      client.awaitEnd();
    }
    try (WireClient client = server.connect()) {
      client.close(1000, CONTENT);
      client.awaitEnd();
    }
    try (RawSocket socket = new RawSocket(server.port())) {
      socket.lines("GET /?token=" + WRONG_TOKEN + " HTTP/1.1", "Host: a", "").response();
      socket.lines(CONTENT, "Authorization: Bearer " + WRONG_TOKEN, "").response();
    }
    Dial evil = WireClient.to(server.port()).path("/?token=" + WRONG_TOKEN);
    evil.header("Origin", "https://evil.test");
    assertThatExceptionOfType(UpgradeRefused.class).isThrownBy(() -> evil.connect().close());
    try (WireClient client = server.connect()) {
      client.send(Ask.text("auth", "username", "anna", "password", WRONG_PASSWORD));
      client.abort();
    }
  }

  @Test
  void anInternalErrorTellsNoSecretButAnIncident() {
    try (LogWatch log = LogWatch.start();
        TestServer server = TestServer.start();
        Talk anna = server.talk().register("anna")) {
      secrets.add(anna.token());
      long chat =
          anna.call("createChat", "contact_mode", "username", "contact_value", "anna")
              .number("chat_id");
      breakDatabase(server);
      assertThat(send(anna, chat).status()).startsWith("5");
      var read = anna.call("getMessages", "chat_id", chat).expect("500", "internal");
      anna.call("auth", "username", "anna", "password", Talk.PASSWORD);
      String message = read.text("error.message");
      String incident = message.replaceAll(".* ([\\w-]+)\\.", "$1");
      assertThat(log.linesOf("ERROR")).anySatisfy(line -> assertThat(line).contains(incident));
      assertThat(message).doesNotContain("entries", "SQL", "io.vestnik");
      tellsNoSecret(log);
    }
  }

  private static void breakDatabase(TestServer server) {
    server.inDatabase("alter table entries rename to lost");
  }

  @Test
  void aFailureOfAModeIsLoggedAndNotTold() {
    try (LogWatch log = LogWatch.start();
        OwnServer server = new OwnServer();
        WireClient client = server.connect()) {
      client.send(Ask.text("fail-at-once", "n", 1, "size", 1, "token", WRONG_TOKEN));
      assertThat(client.receive()).doesNotContain(OddModes.INSIDE_OF_A_FAILURE);
      assertThat(log.linesOf("ERROR")).hasSize(1);
      assertThat(log.linesOf("ERROR").getFirst())
          .contains("Incident", OddModes.INSIDE_OF_A_FAILURE, "OddModes");
      tellsNoSecret(log);
    }
  }

  @Test
  void messagesAreNotLoggedAndConnectionsInALine() {
    try (TestServer server = TestServer.start();
        LogWatch log = LogWatch.start()) {
      try (Talk anna = server.talk().register("anna")) {
        long chat =
            anna.call("createChat", "contact_mode", "username", "contact_value", "anna")
                .number("chat_id");
        int before = log.lines().size();
        for (int i = 0; i < 100; i++) {
          send(anna, chat).expect("200");
          anna.call("getMessages", "chat_id", chat, "limit", 1).expect("200");
        }
        assertThat(log.lines()).hasSize(before);
      }
      assertThat(log.linesOf("INFO")).isEmpty();
      assertThat(ofNet(log)).hasSize(1);
      server.connect().close();
      await().until(() -> ofNet(log).size() == 2);
      try (RawSocket socket = new RawSocket(server.port())) {
        socket.get("/ws");
      }
      assertThat(ofNet(log)).hasSize(3).last().asString().contains("Refused", "426");
    }
  }

  private static List<String> ofNet(LogWatch log) {
    return log.linesOf("DEBUG").stream()
        .filter(line -> line.startsWith("io.vestnik.net."))
        .toList();
  }
}
