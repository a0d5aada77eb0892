package io.vestnik.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.AtOnce;
import io.vestnik.ManualClock;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `changeUsername`: another name, and the one before is kept for its former owner.
class ChangeUsernameTest {
  private final ManualClock clock = new ManualClock();
  private final TestServer server = TestServer.start(clock, config -> config);
  private final Talk anna = server.talk().register("anna");
  private final Talk boris = server.talk().register("boris");

  @AfterEach
  void stop() {
    anna.close();
    boris.close();
    server.close();
  }

  private static Reply change(Talk talk, String name) {
    return talk.call("changeUsername", "username", name);
  }

  @Test
  void isTheNameFromTheAnswerOn() {
    long chat =
        boris
            .call("createChat", "contact_mode", "username", "contact_value", "anna")
            .number("chat_id");
    Answers.hasFields(change(anna, "Анна"));
    assertThat(boris.call("getChat", "chat_id", chat).text("chat.chat_name")).isEqualTo("Анна");
    boris.call("createChat", "contact_mode", "username", "contact_value", "анна").expect("200");
    boris
        .call("createChat", "contact_mode", "username", "contact_value", "anna")
        .expect("409", "noContact");
    try (Talk talk = server.talk()) {
      talk.call("auth", "username", "АННА", "password", Talk.PASSWORD).expect("200");
      talk.call("auth", "username", "anna", "password", Talk.PASSWORD).expect("401");
    }
  }

  @Test
  void keepsTheNameBeforeFor30Days() {
    change(anna, "glafira").expect("200");
    change(boris, "anna").expect("409", "usernameTaken", "username");
    change(boris, "аnnа").expect("422", "format", "username");
    change(boris, "αnna").expect("422", "format", "username");
    change(boris, "anпa").expect("422", "format", "username");
    change(anna, "allen").expect("200");
    change(anna, "glafira").expect("200");
    change(boris, "a1len").expect("409", "usernameTooSimilar", "username");
    try (Talk talk = server.talk()) {
      talk.call("register", "username", "ANNA", "password", Talk.PASSWORD, "email", "c@example.org")
          .expect("409", "usernameTaken", "username");
    }
    clock.advance(Duration.ofDays(30));
    // Over a new connection: the old one may be closed for its silence.
    try (Talk later = server.talk().signedInAs(boris.token())) {
      change(later, "anna").expect("409", "usernameTaken", "username");
      clock.advance(Duration.ofMillis(1));
      change(later, "anna").expect("200");
    }
  }

  @Test
  void givesItBackToItsFormerOwner() {
    change(anna, "glafira").expect("200");
    change(anna, "anna").expect("200");
    change(boris, "glafira").expect("409", "usernameTaken", "username");
  }

  @Test
  void keepsTheLastTenNamesOfOneAccount() {
    List<String> names =
        List.of("birch", "cedar", "dogwood", "elder", "gum", "hazel", "ivy", "juniper", "larch");
    names.forEach(name -> {
      clock.advance(Duration.ofSeconds(1));
      change(anna, name).expect("200");
    });
    clock.advance(Duration.ofSeconds(1));
    change(anna, "maple").expect("200");
    change(boris, "anna").expect("409", "usernameTaken", "username");
    clock.advance(Duration.ofSeconds(1));
    change(anna, "olive").expect("200");
    change(boris, "anna").expect("200");
    change(boris, "birch").expect("409", "usernameTaken", "username");
  }

  @Test
  void takesOnesOwnNameInOtherCase() {
    change(anna, "Anna").expect("200");
    change(anna, "Anna").expect("200");
    assertThat(
            anna.call("createChat", "contact_mode", "username", "contact_value", "anna").status())
        .isEqualTo("200");
    change(boris, "anna").expect("409", "usernameTaken", "username");
  }

  @Test
  void refusesANameThatAnotherHas() {
    change(anna, "BORIS").expect("409", "usernameTaken", "username");
    change(anna, "ЬorisX").expect("422", "format", "username");
    change(anna, "b0ris").expect("409", "usernameTooSimilar", "username");
  }

  @Test
  void givesANameToOneOfManyWhoAskAtOnce() {
    List<Talk> talks =
        Stream.of("cedar", "elder", "hazel", "olive", "maple", "birch")
            .map(name -> server.talk().register(name))
            .toList();
    List<Reply> replies = AtOnce.all(talks.size(), i -> () -> change(talks.get(i), "single"));
    assertThat(replies.stream().filter(reply -> reply.status().equals("200"))).hasSize(1);
    assertThat(replies.stream().filter(reply -> "usernameTaken".equals(reply.code()))).hasSize(5);
    talks.forEach(Talk::close);
  }

  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    Refusals.of(anna, "changeUsername", "username", "glafira")
        .withoutToken()
        .withoutTimestamp()
        .missing("username")
        .text("username")
        .wrong("username", "422", "range", "", "ab")
        .wrong("username", "413", "tooLong", "a".repeat(33))
        .wrong("username", "422", "format", "no body", "123");
    anna.call("changeUsername", "username", "a b", "token", "x")
        .expect("422", "format", "username");
  }
}
