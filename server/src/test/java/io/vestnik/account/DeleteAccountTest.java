package io.vestnik.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.ManualClock;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestServer;
import io.vestnik.code.Authenticator;
import io.vestnik.wire.Event;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/// `deleteAccount`: what stays of Anna, and what is gone.
class DeleteAccountTest {
  private final ManualClock clock = new ManualClock();
  private final TestServer server = TestServer.start(clock, UnaryOperator.identity());
  private final Talk anna = server.talk().register("anna");
  private final Talk boris = server.talk().register("boris");

  @AfterEach
  void stop() {
    anna.close();
    boris.close();
    server.close();
  }

  private void delete() {
    Answers.hasFields(anna.call("deleteAccount", "password", Talk.PASSWORD));
  }

  private long chat() {
    return boris.chatWith(anna.userId());
  }

  private long group(Talk owner, Talk member) {
    var members = List.of(Map.of("contact_mode", "id", "contact_value", (Object) member.userId()));
    return owner
        .call("createGroup", "name", "us", "members", members)
        .expect("200")
        .number("chat_id");
  }

  @Test
  void endsTheSessionsAndFreesTheAddressAndKeepsTheName() {
    try (Talk phone = server.talk().signIn("anna");
        Talk other = server.talk()) {
      phone.call("subscribe").expect("200");
      delete();
      assertThat(phone.client().awaitClose().code()).isEqualTo(4401);
      anna.call("checkToken").expect("401", "tokenInvalid");
      boris
          .call("auth", "username", "anna", "password", Talk.PASSWORD)
          .expect("401", "wrongCredentials");
      register(other, "anna", "new@example.org").expect("409", "usernameTaken");
      register(other, "anna2", "anna@example.org").expect("200");
    }
    clock.advance(Duration.ofDays(31));
    try (Talk later = server.talk()) {
      register(later, "anna", "new@example.org").expect("200");
    }
  }

  private static Reply register(Talk talk, String name, String email) {
    return talk.call("register", "username", name, "password", Talk.PASSWORD, "email", email);
  }

  @Test
  void itsMessagesStayAndNobodyWritesToItAnyMore() {
    long chat = chat();
    Pair.send(anna, chat, "remember me");
    long own = Pair.send(boris, chat, "I will");
    boris.call("subscribe").expect("200");
    delete();
    assertThat(boris.nextEvent("userChanged").text("user.username")).isEqualTo("deleted account");
    Reply messages = boris.call("getMessages", "chat_id", chat).expect("200");
    assertThat(messages.texts("messages[].from_name")).containsExactly("deleted account", "boris");
    assertThat(messages.texts("messages[].content")).containsExactly("remember me", "I will");
    assertThat(boris.call("getChat", "chat_id", chat).text("chat.chat_name"))
        .isEqualTo("deleted account");
    boris
        .call("sendMessage", "chat_id", chat, "content", "hello", "content_type", "text")
        .expect("403", "accountDeleted");
    boris
        .call("react", "chat_id", chat, "message_id", own, "reaction", "👍")
        .expect("403", "accountDeleted");
    boris
        .call("createChat", "contact_mode", "id", "contact_value", anna.userId())
        .expect("409", "noContact", "contact_value");
    boris.call("getUser", "user_id", anna.userId()).expect("404", "noUser", "user_id");
    boris.call("getUser", "username", "anna").expect("404", "noUser", "username");
    boris.call("blockUser", "user_id", anna.userId()).expect("404", "noUser", "user_id");
    boris.call("deleteChat", "chat_id", chat, "for_everyone", true).expect("200");
  }

  @Test
  @DisabledIfSystemProperty(
      named = "database",
      matches = "postgres",
      disabledReason = "looks into SQLite's files")
  void leavesNothingOfTheUserInTheFiles() {
    anna.call("setProfile", "about", "любит тишину").expect("200");
    for (String what : List.of("anna@example.org", "любит тишину")) {
      assertThat(server.placesInFiles(what)).as(what).isPositive();
    }
    delete();
    Pair.eventually(() -> {
      for (String what : List.of("anna@example.org", "любит тишину")) {
        assertThat(server.placesInFiles(what)).as(what).isZero();
      }
    });
  }

  @Test
  void isOnlineNoLonger() {
    Pair.send(anna, chat(), "I am here");
    anna.call("subscribe").expect("200");
    boris.call("subscribe", "presence", true).expect("200");
    assertThat(boris.nextEvent("presence").body()).containsEntry("online", true);
    delete();
    Event told = boris.nextEvent("presence");
    while (Boolean.TRUE.equals(told.body().get("online"))) { // which he may be told twice
      told = boris.nextEvent("presence");
    }
    assertThat(told.body()).containsEntry("online", false);
  }

  @Test
  void leavesItsGroupsAndHandsThemOver() {
    long its = group(anna, boris);
    long his = group(boris, anna);
    for (int i = 0; i < 25; i++) {
      group(anna, anna);
    }
    delete();
    for (long group : new long[] {its, his}) {
      Reply view = boris.call("getChat", "chat_id", group).expect("200");
      assertThat(view.text("chat.role")).isEqualTo("owner");
      assertThat(view.number("chat.member_count")).isEqualTo(1);
      Reply log = boris.call("getEvents", "chat_id", group, "min_event_id", 2).expect("200");
      assertThat(log.texts("events[].event")).last().isEqualTo("memberRemoved");
      assertThat(log.texts("events[].reason")).containsExactly("deletedAccount");
    }
  }

  @Test
  void whoIsThereHearsOfIt() {
    long chat = chat();
    long its = group(anna, boris);
    boris.call("subscribe").expect("200");
    delete();
    Event owner = boris.nextEvent();
    assertThat(owner.kind()).isEqualTo("roleChanged");
    assertThat(owner.number("chat_id")).isEqualTo(its);
    assertThat(owner.number("user_id")).isEqualTo(boris.userId());
    assertThat(owner.text("role")).isEqualTo("owner");
    Event left = boris.nextEvent();
    assertThat(left.kind()).isEqualTo("memberRemoved");
    assertThat(left.number("user_id")).isEqualTo(anna.userId());
    assertThat(left.text("reason")).isEqualTo("deletedAccount");
    Event user = boris.nextEvent();
    assertThat(user.kind()).isEqualTo("userChanged");
    assertThat(user.number("user.user_id")).isEqualTo(anna.userId());
    Event changed = boris.nextEvent();
    assertThat(changed.kind()).isEqualTo("chatChanged");
    assertThat(changed.number("chat_id")).isEqualTo(chat);
    assertThat(changed.text("chat.chat_name")).isEqualTo("deleted account");
  }

  @Test
  void asksForThePasswordAndTheSecondFactor() {
    anna.call("deleteAccount", "password", "wrong horse")
        .expect("401", "wrongPassword", "password");
    String secret = anna.call("enableTotp", "password", Talk.PASSWORD).text("secret");
    Authenticator app = new Authenticator(secret);
    anna.call("confirmTotp", "code", app.code(clock.millis())).expect("200");
    clock.advance(Duration.ofMinutes(1));
    anna.call("deleteAccount", "password", Talk.PASSWORD).expect("401", "codeRequired", "code");
    anna.call("deleteAccount", "password", Talk.PASSWORD, "code", "000000")
        .expect("401", "wrongCode", "code");
    anna.call("checkToken").expect("200");
    anna.call("deleteAccount", "password", Talk.PASSWORD, "code", app.code(clock.millis()))
        .expect("200");
    anna.call("checkToken").expect("401", "tokenInvalid");
  }

  @Test
  void isNotOnlineForAnybodyAndItsNotesAreGone() {
    long notes = anna.chatWith(anna.userId());
    Pair.send(anna, notes, "a secret");
    long chat = chat();
    Pair.send(anna, chat, "hello");
    try (Talk phone = server.talk().signIn("anna")) {
      phone.call("subscribe").expect("200");
      boris.call("subscribe", "presence", true).expect("200");
      assertThat(boris.nextEvent("presence").truth("online")).isTrue();
      delete();
      Event changed = boris.nextEvent("userChanged");
      assertThat(changed.number("user.user_id")).isEqualTo(anna.userId());
    }
    Pair.eventually(() ->
        assertThat(Pair.number(server, "select count(*) from entries where content = 'a secret'"))
            .isZero());
    assertThat(Pair.number(server, "select count(*) from users where last_seen_time is not null"))
        .isZero();
  }

  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    Refusals.of(anna, "deleteAccount", "password", Talk.PASSWORD)
        .withoutToken()
        .withoutTimestamp()
        .missing("password")
        .text("password", "code");
  }
}
