package io.vestnik.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Config;
import io.vestnik.ManualClock;
import io.vestnik.Pair;
import io.vestnik.Server;
import io.vestnik.TestPostgres;
import io.vestnik.TestServer;
import io.vestnik.account.GetServerInfo.Registration;
import io.vestnik.account.Secrets;
import io.vestnik.wire.Talk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mail is sent beside the requests: a mail server that is away or slow delays none of them, and
/// what waits for it is sent when it is back, after a restart too, or dropped when it is too old.
@Tag("once")
class PostmanTest {
  private static final String ANNA = "anna@example.org";

  private final ManualClock clock = new ManualClock();
  @TempDir private Path folder;

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private TestServer server(int port) {
    return TestServer.start(clock, config -> config.with(settings(port), Registration.OPEN));
  }

  private static MailSettings settings(int port) {
    return MailBox.settings(port, MailSettings.Tls.NONE);
  }

  private static long number(TestServer server, String what) {
    return Pair.number(server, "select coalesce(max(%s), -1) from mails".formatted(what));
  }

  // When it is tried next, in seconds from now, once it was tried so often.
  private long secondsToNext(TestServer server, int attempts) {
    Pair.eventually(() -> assertThat(number(server, "attempts")).isEqualTo(attempts));
    return (number(server, "next_time") - clock.millis()) / 1000;
  }

  @Test
  void triesAgainAfter5SecondsDoublingTo5MinutesUntilTheServerIsBack() throws IOException {
    int port = freePort();
    try (TestServer server = server(port);
        Talk talk = server.talk()) {
      talk.register("anna");
      long[] waits = {5, 10, 20, 40, 80, 160};
      for (int i = 0; i < waits.length; i++) {
        assertThat(secondsToNext(server, i + 1)).isEqualTo(waits[i]);
        clock.advance(Duration.ofSeconds(waits[i]));
      }
      assertThat(secondsToNext(server, 7)).isEqualTo(300);
      try (MailBox box = MailBox.on(port)) {
        clock.advance(Duration.ofMinutes(5));
        Pair.eventually(() -> assertThat(number(server, "id")).isEqualTo(-1));
        assertThat(box.to(ANNA)).hasSize(1);
        // The old connection was silent for over ten minutes of that clock.
        try (Talk again = server.talk().signIn("anna")) {
          again.call("verifyEmail", "code", box.code(ANNA, 1)).expect("200");
        }
      }
    }
  }

  @Test
  void dropsACodeThatIsGoodNoLonger() throws IOException {
    int port = freePort();
    try (TestServer server = server(port);
        Talk talk = server.talk()) {
      talk.register("anna");
      secondsToNext(server, 1);
      try (MailBox box = MailBox.on(port)) {
        clock.advance(Duration.ofMinutes(15));
        Pair.eventually(() -> assertThat(number(server, "id")).isEqualTo(-1));
        assertThat(box.to(ANNA)).isEmpty();
      }
    }
  }

  @Test
  void sendsAfterARestartWhatWaited() throws IOException {
    int port = freePort();
    Config config = Config.of(folder).with(settings(port), Registration.OPEN);
    try (Server server = new Server(config, clock, Secrets.ofSystem());
        Talk talk = Talk.with(server.address().getPort())) {
      talk.register("anna");
    }
    try (MailBox box = MailBox.on(port);
        Server server = new Server(config, clock, Secrets.ofSystem());
        Talk talk = Talk.with(server.address().getPort())) {
      clock.advance(Duration.ofMinutes(4));
      talk.signIn("anna").call("verifyEmail", "code", box.code(ANNA, 1)).expect("200");
    }
  }

  @Test
  void delaysNoRequestWhileTheMailServerSaysNothing() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        TestServer server = server(silent.getLocalPort());
        Talk anna = server.talk().register("anna")) {
      Pair.eventually(
          () -> assertThat(number(server, "next_time")).isGreaterThan(clock.millis() + 100_000));
      long before = System.nanoTime();
      anna.call("recovery", "known_data_type", "username", "known_data", "anna").expect("200");
      anna.call("changeUsername", "username", "glafira").expect("200");
      // The mail server is waited for 15 seconds.
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
      assertThat(number(server, "attempts")).isZero();
      assertThat(Pair.number(server, "select count(*) from mails")).isEqualTo(2);
    }
  }

  @Test
  void keepsNoMoreThanTheQueueHolds() throws IOException {
    try (TestServer server = server(freePort());
        Talk anna = server.talk()) {
      server
          .server()
          .store()
          .write(tx -> {
            MailQueue queue = new MailQueue(true, clock);
            MailQueue.To to = new MailQueue.To(ANNA, "anna", "en");
            for (int i = 0; i < 5_010; i++) {
              queue.addNotice(tx, Kind.PASSWORD_CHANGED, to);
            }
            return true;
          });
      assertThat(Pair.number(server, "select count(*) from mails")).isEqualTo(5_000);
      // A code still finds room.
      anna.register("anna");
      assertThat(Pair.number(server, "select count(*) from mails")).isEqualTo(5_001);
    }
  }

  @Test
  void keepsNoCodeInTheStore() throws IOException {
    int port = freePort();
    try (TestServer server = server(port);
        Talk anna = server.talk().register("anna")) {
      secondsToNext(server, 1);
      try (MailBox box = MailBox.on(port)) {
        clock.advance(Duration.ofSeconds(5));
        String code = box.code(ANNA, 1);
        Pair.eventually(() -> assertThat(number(server, "id")).isEqualTo(-1));
        String holds =
            TestPostgres.isWanted()
                ? "position(convert_to('%s', 'UTF8') in code_hash) > 0"
                : "instr(code_hash, '%s') > 0";
        assertThat(Pair.number(server, "select count(*) from codes where " + holds.formatted(code)))
            .isZero();
        anna.call("verifyEmail", "code", code).expect("200");
      }
    }
  }
}
