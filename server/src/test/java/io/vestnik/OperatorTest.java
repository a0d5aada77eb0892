package io.vestnik;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.code.Authenticator;
import io.vestnik.wire.Json;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// `user` and `invite`: the operator's commands, beside a server that runs in another process.
class OperatorTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /// The exit status; what it said is in `out` and `err`.
  private int run(String input, String... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(2, List.of("--data", folder.toString()));
    String[] array = arguments.toArray(String[]::new);
    CommandLine commands = Main.commands(Settings.of(array, Map.of()));
    commands.setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true));
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return commands.execute(array);
    } finally {
      System.setIn(before);
    }
  }

  private void done(String input, String... words) {
    assertThat(run(input, words)).as(err.toString()).isZero();
  }

  private static Reply auth(Talk talk, String password) {
    return talk.call("auth", "username", "anna", "password", password);
  }

  @Test
  void makesAndShowsAccountsWhileTheServerRuns() {
    try (ChildServer server = ChildServer.start(folder);
        Talk talk = server.talk()) {
      done(
          "my password\n",
          "user",
          "create",
          "Анна",
          "--email",
          "anna@example.org",
          "--language",
          "ru");
      assertThat(out.toString()).contains("Анна");
      talk.call("auth", "username", "анна", "password", "my password").expect("200");
      talk.register("boris");
      done("", "user", "list");
      assertThat(out.toString().lines()).hasSize(2).first().asString().contains("1\tАнна\tanna@");
      done("", "user", "list", "--json", "--after", "1");
      Map<String, Object> boris = Json.read(out.toString());
      assertThat(boris)
          .containsEntry("username", "boris")
          .containsEntry("disabled", false)
          .doesNotContainKey("password_hash");
      done("", "user", "show", "анна", "--json");
      assertThat(Json.read(out.toString())).containsEntry("language", "ru").containsKey("totp");
      done("", "user", "show", "2");
      assertThat(out.toString()).contains("boris", "created_time");
    }
  }

  @Test
  void worksOnADatabaseAsOnAFolder() {
    String name = TestPostgres.fresh();
    String url = "postgresql://postgres@127.0.0.1:" + TestPostgres.port() + "/" + name;
    try {
      done(
          "my password\n",
          "user",
          "create",
          "anna",
          "--email",
          "anna@example.org",
          "--database",
          url);
      done("", "user", "list", "--database=" + url);
      assertThat(out.toString()).contains("anna@example.org");
      done("", "invite", "create", "--database=" + url);
    } finally {
      TestPostgres.drop(name);
    }
    assertThat(run("", "user", "list", "--database=" + url)).isEqualTo(1);
    assertThat(err.toString()).contains("Cannot use the database").contains(name);
  }

  @Test
  void endsSessionsWithinASecond() {
    try (ChildServer server = ChildServer.start(folder);
        Talk anna = server.talk().register("anna");
        Talk listening = server.talk().signIn("anna")) {
      listening.call("subscribe").expect("200");
      done("", "user", "end-sessions", "anna");
      assertThat(out.toString()).contains("Ended sessions: 2");
      anna.call("checkToken").expect("401", "tokenInvalid");
      assertThat(listening.client().awaitClose().code()).isEqualTo(4401);
      auth(anna, Talk.PASSWORD).expect("200");
    }
  }

  @Test
  void disablesAndEnablesAnAccount() {
    try (ChildServer server = ChildServer.start(folder);
        Talk anna = server.talk().register("anna")) {
      done("", "user", "disable", "anna");
      anna.call("getChats").expect("401", "tokenInvalid");
      auth(anna, Talk.PASSWORD).expect("401", "wrongCredentials");
      done("", "user", "disable", "anna", "--undo");
      auth(anna, Talk.PASSWORD).expect("200");
    }
  }

  /// Its groups are left by the server: the one that runs, or the next.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void deletesAnAccount(boolean running) {
    long group;
    try (ChildServer server = ChildServer.start(folder);
        Talk anna = server.talk().register("anna");
        Talk boris = server.talk().register("boris")) {
      var anybody = List.of(Map.of("contact_mode", "username", "contact_value", "anna"));
      group =
          boris
              .call("createGroup", "name", "us", "members", anybody)
              .expect("200")
              .number("chat_id");
      if (running) {
        anna.call("subscribe").expect("200");
        boris.call("subscribe").expect("200");
        assertThat(run("", "user", "delete", "anna")).as("without --yes").isEqualTo(2);
        done("", "user", "delete", "anna", "--yes");
        assertThat(anna.client().awaitClose().code()).isEqualTo(4401);
        assertThat(boris.nextEvent("memberRemoved").text("reason")).isEqualTo("deletedAccount");
      }
    }
    if (!running) {
      done("", "user", "delete", "1", "--yes");
    }
    try (ChildServer server = ChildServer.start(folder);
        Talk boris = server.talk().signIn("boris")) {
      auth(boris, Talk.PASSWORD).expect("401", "wrongCredentials"); // which is anna's
      Reply chat = boris.call("getChat", "chat_id", group).expect("200");
      assertThat(chat.number("chat.member_count")).isEqualTo(1);
      assertThat(run("", "user", "disable", "1", "--undo")).isEqualTo(1);
      assertThat(err.toString()).contains("The account 1 is deleted.");
      done("", "user", "list");
      assertThat(out.toString()).contains("deleted account").doesNotContain("anna@");
    }
  }

  @Test
  void setsAPasswordAndTurnsTwoFactorsOff() {
    try (ChildServer server = ChildServer.start(folder);
        Talk anna = server.talk().register("anna")) {
      Authenticator app =
          new Authenticator(anna.call("enableTotp", "password", Talk.PASSWORD).text("secret"));
      anna.call("confirmTotp", "code", app.code(System.currentTimeMillis())).expect("200");
      done("another horse\n", "user", "reset-password", "anna");
      anna.call("checkToken").expect("401", "tokenInvalid");
      auth(anna, Talk.PASSWORD).expect("401", "wrongCredentials");
      auth(anna, "another horse").expect("401", "codeRequired");
      done("third horse\n", "user", "reset-password", "anna", "--disable-totp");
      auth(anna, "third horse").expect("200");
    }
  }

  @Test
  void givesOutInvites() {
    String[] serve = {
      "--listen", "127.0.0.1:0", "--data", folder.toString(), "--registration", "invite"
    };
    try (ChildServer server = ChildServer.of(Map.of(), serve);
        Talk talk = server.talk()) {
      done("", "invite", "create");
      String invite = out.toString().strip();
      assertThat(invite).matches("[A-Za-z0-9_-]{22}");
      register(talk, "anna", invite).expect("200");
      register(talk, "boris", invite).expect("404", "noInvite", "invite");
      done("", "invite", "list", "--json");
      assertThat(Json.read(out.toString())).containsEntry("uses", 1L).containsEntry("max_uses", 1L);
      done("", "invite", "create", "--uses", "0", "--days", "0", "--json");
      String open = (String) Json.read(out.toString()).get("invite");
      register(talk, "boris", open).expect("200");
      done("", "invite", "list");
      assertThat(out.toString()).contains(open + "\tused 1 of any number\tgood until -");
      done("", "invite", "revoke", open);
      register(talk, "glafira", open).expect("404", "noInvite", "invite");
      assertThat(run("", "invite", "revoke", open)).isEqualTo(1);
    }
  }

  private static Reply register(Talk talk, String name, String invite) {
    String email = name + "@example.org";
    return talk.call(
        "register", "username", name, "password", Talk.PASSWORD, "email", email, "invite", invite);
  }

  @Test
  void saysWhatIsWrongWithStatus1Or2() {
    assertThat(run("", "user", "list")).isEqualTo(1);
    assertThat(err.toString()).contains("There are no data in");
    try (TestServer server = TestServer.start();
        Talk talk = server.talk().register("anna")) {
      folder = server.folder();
      assertThat(run("", "user", "show", "nobody")).isEqualTo(1);
      assertThat(err.toString()).contains("There is no user nobody.");
      assertThat(run("long enough\n", "user", "create", "Anna", "--email", "b@example.org"))
          .isEqualTo(1);
      assertThat(err.toString()).contains("taken");
      assertThat(run("short\n", "user", "create", "boris", "--email", "b@example.org"))
          .isEqualTo(1);
      assertThat(run("", "user", "create", "boris", "--email", "b@example.org")).isEqualTo(2);
      assertThat(run("", "user", "create", "boris")).isEqualTo(2);
      assertThat(run("", "user", "list", "--limit", "0")).isEqualTo(2);
      assertThat(run("", "invite", "create", "--uses", "-1")).isEqualTo(2);
      talk.call("checkToken").expect("200");
    }
    for (String command : List.of("user", "invite")) {
      CommandLine commands = Main.commands(Settings.of(new String[0], Map.of()));
      commands.setErr(new PrintWriter(err)).setOut(new PrintWriter(out));
      assertThat(commands.execute(command)).isEqualTo(2);
      assertThat(commands.execute(command, "--help")).isZero();
      assertThat(out.toString()).contains("list", "create");
    }
  }
}
