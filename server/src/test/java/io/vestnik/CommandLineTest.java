package io.vestnik;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.wire.Talk;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The program's arguments: its help, what it refuses, and which source of a setting wins.
class CommandLineTest {
  @TempDir private Path folder;

  private static String helpOf(String... arguments) {
    StringWriter out = new StringWriter();
    Main.Asked asked = Main.Asked.of(Settings.of(arguments, Map.of()), arguments);
    asked.command().setOut(new PrintWriter(out));
    assertThat(execute(asked)).isZero();
    return out.toString();
  }

  private static int execute(Main.Asked asked) {
    return asked.command().execute(asked.arguments().toArray(String[]::new));
  }

  @Test
  void helpTellsTheCommandsAndTheSettings() {
    assertThat(helpOf("--help")).contains("Usage: vestnik", "serve", "--version");
    assertThat(helpOf("serve", "--help"))
        .contains("Usage: vestnik serve", "--listen=HOST:PORT", "127.0.0.1:8080", "--limit-sends")
        .contains("VESTNIK_LIMIT_SENDS");
    assertThat(helpOf("help", "serve")).isEqualTo(helpOf("serve", "--help"));
    assertThat(helpOf("--version")).startsWith("vestnik ");
  }

  static Stream<List<String>> wrong() {
    return Stream.of(
        List.of("--no-such-flag"),
        List.of("serve", "--no-such-flag"),
        List.of("no-such-command"),
        List.of("serve", "--listen", "8080"),
        List.of("serve", "--listen", "127.0.0.1:99999"),
        List.of("serve", "--listen", "no.such.host.invalid:80"),
        List.of("serve", "--max-connections", "many"),
        List.of("serve", "--max-connections", "0"),
        List.of("serve", "--limit-sends", "fast"),
        List.of("serve", "--limits", "perhaps"),
        List.of("serve", "--registration", "sometimes"),
        List.of("serve", "--mail-host", "localhost"),
        List.of("serve", "--mail-from", "a@example.org"),
        List.of("serve", "--mail-host", "localhost", "--mail-from", "nobody"),
        List.of("serve", "--mail-host", "localhost", "--mail-from", "a@b.org", "--mail-user", "a"),
        List.of("serve", "--mail-host", "a", "--mail-from", "a@b.org", "--mail-port", "0"),
        List.of("serve", "--mail-host", "a", "--mail-from", "a@b.org", "--mail-tls", "perhaps"),
        List.of("serve", "--limit-codes", "0"),
        List.of("serve", "--shutdown-time", "-1"),
        List.of("serve", "--bus", "redis://127.0.0.1"),
        List.of("serve", "--bus", "http://:secret@a", "--database", "postgresql://a@b/c"),
        List.of("serve", "--bus", "redis://a:b", "--database", "postgresql://a@b/c"),
        List.of("serve", "--bus-password-file", "/none", "--bus", "redis://a"),
        List.of("serve", "stray"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void whatIsWrongIsNamedWithStatus2(List<String> arguments) {
    String[] array = arguments.toArray(String[]::new);
    StringWriter err = new StringWriter();
    Main.Asked asked = Main.Asked.of(Settings.of(array, Map.of()), array);
    asked.command().setErr(new PrintWriter(err));
    assertThat(execute(asked)).isEqualTo(2);
    assertThat(err.toString()).isNotBlank().doesNotContain("Exception", "\tat ", "secret");
  }

  @Test
  void aBusIsForADatabaseAlone() {
    Map<String, String> environment = Map.of("VESTNIK_BUS", "redis://:secret@127.0.0.1");
    try (ChildServer server = ChildServer.of(environment, "--data", folder.toString())) {
      assertThat(server.status()).isEqualTo(2);
      assertThat(server.errors())
          .isEqualTo(
              "vestnik: --bus is of use with --database alone: a server with SQLite has its data to"
                  + " itself");
    }
  }

  @Test
  void theProgramItselfEndsWithStatus2AndTellsTheUsage() {
    try (ChildServer server = ChildServer.of(Map.of(), "--no-such-flag")) {
      assertThat(server.status()).isEqualTo(2);
      assertThat(server.errors())
          .contains("Unknown option: '--no-such-flag'", "Usage: vestnik serve");
      assertThat(server.output()).isEmpty();
    }
  }

  @Test
  void aConfigurationFileThatIsNotThereIsNamed() {
    try (ChildServer server = ChildServer.of(Map.of(), "--config", folder + "/none.conf")) {
      assertThat(server.status()).isEqualTo(2);
      assertThat(server.errors()).contains("Cannot read the configuration file", "none.conf");
    }
  }

  @Test
  void aSettingThatIsNoneIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("vestnik.conf"), "name = A\nlisen = x\nzzz = 1\n");
    try (ChildServer server = ChildServer.of(Map.of(), "--config", file.toString())) {
      assertThat(server.status()).isEqualTo(2);
      assertThat(server.errors())
          .isEqualTo("vestnik: The configuration file has what is no setting: lisen, zzz");
    }
  }

  private static String name(Map<String, String> environment, String... arguments) {
    Main.Asked asked = Main.Asked.of(Settings.of(arguments, environment), arguments);
    asked.command().parseArgs(asked.arguments().toArray(String[]::new));
    return asked.command().getCommandSpec().findOption("--name").getValue();
  }

  @Test
  void flagsGoBeforeTheEnvironmentAndThatBeforeTheFile() throws Exception {
    Path file = Files.writeString(folder.resolve("a.conf"), "name = of the file\n");
    Path other = Files.writeString(folder.resolve("b.conf"), "name = of the other file\n");
    String path = file.toString();
    Map<String, String> named = Map.of("VESTNIK_NAME", "of the environment");
    assertThat(name(Map.of(), "serve")).isEqualTo("Vestnik");
    assertThat(name(Map.of(), "serve", "--config", path)).isEqualTo("of the file");
    assertThat(name(Map.of(), "serve", "--config=" + path)).isEqualTo("of the file");
    assertThat(name(Map.of("VESTNIK_CONFIG", path), "serve")).isEqualTo("of the file");
    assertThat(name(Map.of("VESTNIK_CONFIG", path), "serve", "--config", other.toString()))
        .isEqualTo("of the other file");
    assertThat(name(named, "serve", "--config", path)).isEqualTo("of the environment");
    assertThat(name(named, "serve", "--config", path, "--name", "of the flag"))
        .isEqualTo("of the flag");
  }

  @Test
  void theServerIsAsItWasTold() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("vestnik.conf"),
            "listen = 127.0.0.1:0\nname = Вестник\nregistration = open\nlimit-sends = 5+1/s\n");
    Map<String, String> environment =
        Map.of("VESTNIK_CONFIG", file.toString(), "VESTNIK_REGISTRATION", "closed");
    try (ChildServer server =
            ChildServer.of(environment, "--data", folder.resolve("data").toString());
        Talk talk = server.talk()) {
      var info = talk.call("getServerInfo").expect("200");
      assertThat(info.text("name")).isEqualTo("Вестник");
      talk.call("register", "username", "anna", "password", "long enough", "email", "a@b.org")
          .expect("403", "registrationClosed");
      assertThat(folder.resolve("data/vestnik.db")).isNotEmptyFile();
    }
  }

  @Test
  void mailIsSetUpByTheEnvironmentAndTheFile() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "s3cret\n");
    Path file =
        Files.writeString(
            folder.resolve("mail.conf"),
            "listen = 127.0.0.1:0\nmail-user = anna\nmail-password-file = " + password + "\n");
    Map<String, String> environment =
        Map.of(
            "VESTNIK_CONFIG", file.toString(),
            "VESTNIK_MAIL_HOST", "mail.example.org",
            "VESTNIK_MAIL_FROM", "Vestnik <vestnik@example.org>");
    try (ChildServer server =
            ChildServer.of(environment, "--data", folder.resolve("mailing").toString());
        Talk talk = server.talk()) {
      var info = talk.call("getServerInfo").expect("200");
      assertThat(info.truth("features.mail")).isTrue();
    }
  }

  @Test
  void warnsWhereItListensBeyondTheMachineWithoutAProxy() {
    String data = folder.toString();
    try (ChildServer server = ChildServer.of(Map.of(), "--listen", "0.0.0.0:0", "--data", data)) {
      assertThat(server.port()).isPositive();
      Awaitility.await()
          .untilAsserted(() -> assertThat(server.errorsSoFar()).contains("without TLS"));
    }
  }

  @Test
  void doesNotWarnOnTheMachineItselfNorBehindAProxy() {
    String inner = folder.resolve("inner").toString();
    try (ChildServer server = ChildServer.start(folder.resolve("loopback"));
        ChildServer behind =
            ChildServer.of(
                Map.of(), "--listen", "0.0.0.0:0", "--data", inner, "--proxies", "127.0.0.1")) {
      assertThat(server.port()).isPositive();
      assertThat(behind.port()).isPositive();
      server.signal("TERM");
      behind.signal("TERM");
      assertThat(server.errors() + behind.errors()).doesNotContain("without TLS");
    }
  }
}
