package io.vestnik.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.Answers;
import io.vestnik.ManualClock;
import io.vestnik.Pair;
import io.vestnik.Refusals;
import io.vestnik.TestPostgres;
import io.vestnik.TestServer;
import io.vestnik.mail.MailBox;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `recovery`: a code goes out to who has lost the password, and nobody learns whether there is an
/// account.
@Tag("once")
class RecoveryTest {
  private static final String ANNA = "anna@example.org";

  private final ManualClock clock = new ManualClock();
  private final MailBox box = MailBox.start();
  private final TestServer server = box.server(clock);
  private final Talk talk = server.talk();

  @AfterEach
  void stop() {
    talk.close();
    server.close();
    box.close();
  }

  private Reply recovery(String type, String data) {
    return talk.call("recovery", "known_data_type", type, "known_data", data);
  }

  // The first mail to each is that of registering.
  private void register(String name) {
    talk.register(name).signedInAs(null);
    box.await(name + "@example.org", 1);
  }

  @Test
  void mailsACodeForANameAndForAnAddressVerifiedOrNot() {
    register("anna");
    Answers.hasFields(recovery("username", "ANNA"));
    String first = box.code(ANNA, 2);
    Answers.hasFields(recovery("email", "Anna@Example.org"));
    assertThat(box.code(ANNA, 3)).isNotEqualTo(first);
  }

  @Test
  void answersAlikeWhetherThereIsSuchAnAccount() {
    register("anna");
    String known = raw("anna");
    assertThat(known).contains("\"200\"");
    for (String unknown : List.of("nobody", "", "no name", "x".repeat(320))) {
      assertThat(raw(unknown)).isEqualTo(known);
      recovery("email", unknown).expect("200");
    }
    recovery("email", "nobody@example.org").expect("200");
    box.await(ANNA, 2);
    assertThat(box.to("nobody@example.org")).isEmpty();
  }

  private String raw(String username) {
    talk.client()
        .send(
            """
            {"mode": "recovery", "timestamp": 1, "known_data_type": "username",\
             "known_data": "%s"}\
            """
                .formatted(username));
    return talk.client().receive().replaceFirst("\"timestamp\":\\d+", "");
  }

  /// One commit of one unit each: what takes time is the same.
  @Test
  void writesAsMuchForWhoDoesNotExist() {
    register("anna");
    recovery("username", "nobody").expect("200");
    eventuallyNothingWaits();
    for (String name : List.of("anna", "nobody", "anna", "nobody")) {
      long before = rows();
      recovery("username", name).expect("200");
      assertThat(rows() - before).as(name).isEqualTo(1);
      eventuallyNothingWaits();
    }
  }

  // Every queued mail gets a number, sent or not.
  private long rows() {
    return Pair.number(
        server,
        TestPostgres.isWanted()
            ? "select coalesce(max(last_value), 0) from pg_sequences"
                + " where sequencename = 'mails_id_seq'"
            : "select coalesce(max(seq), 0) from sqlite_sequence where name = 'mails'");
  }

  private void eventuallyNothingWaits() {
    Pair.eventually(() -> assertThat(Pair.number(server, "select count(*) from mails")).isZero());
  }

  @Test
  void mailsFiveIn15MinutesAndTwentyADay() {
    register("anna");
    for (int i = 0; i < 7; i++) {
      recovery("username", "anna").expect("200");
    }
    String fifth = box.code(ANNA, 6);
    clock.advance(Duration.ofMinutes(14));
    recovery("username", "anna").expect("200");
    eventuallyNothingWaits();
    assertThat(box.to(ANNA)).hasSize(6);
    // What was not mailed has not ended the code before.
    talk.call(
            "confirmRecovery",
            "known_data_type",
            "username",
            "known_data",
            "anna",
            "code",
            fifth,
            "new_password",
            "another horse")
        .expect("200");
    for (int i = 0; i < 30; i++) {
      clock.advance(Duration.ofMinutes(16));
      recovery("username", "anna").expect("200");
      eventuallyNothingWaits();
    }
    assertThat(box.to(ANNA).stream().filter(m -> subject(m).contains("recover"))).hasSize(20);
  }

  private static String subject(jakarta.mail.internet.MimeMessage message) {
    try {
      return message.getSubject();
    } catch (jakarta.mail.MessagingException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void asksThatBothNameOneAccount() {
    register("anna");
    register("boris");
    for (String other : List.of("boris", "nobody", "")) {
      talk.call("recovery", "known_data_type", "email", "known_data", ANNA, "username", other)
          .expect("200");
    }
    eventuallyNothingWaits();
    assertThat(box.to(ANNA)).hasSize(1);
    assertThat(box.to("boris@example.org")).hasSize(1);
    talk.call("recovery", "known_data_type", "email", "known_data", ANNA, "username", "Anna")
        .expect("200");
    box.await(ANNA, 2);
  }

  @Test
  void isLimitedForAnAddressWhateverIsAskedFor() {
    for (int i = 0; i < 100; i++) {
      recovery("username", "nobody").expect("200");
    }
    recovery("username", "nobody").expect("429", "throttled");
  }

  @Test
  void isNotSetUpWithoutMailWhateverElseIsWrong() {
    try (TestServer mute = TestServer.start();
        Talk other = mute.talk()) {
      other.raw("{\"mode\":\"recovery\"}").expect("501", "notSetUp");
      other.raw("{\"mode\":\"confirmRecovery\"}").expect("501", "notSetUp");
      assertThat(other.call("getServerInfo").truth("features.mail")).isFalse();
      assertThat(talk.call("getServerInfo").truth("features.mail")).isTrue();
    }
  }

  @Test
  void refusesFieldsThatAreMissingOrWrong() {
    Refusals.ofOpen(talk, "recovery", "known_data", "anna", "known_data_type", "username")
        .withoutTimestamp()
        .missing("known_data", "known_data_type")
        .text("known_data", "known_data_type", "username")
        .wrong("known_data_type", "422", "range", "phone", "", "Email")
        .wrong("known_data", "413", "tooLong", "x".repeat(321));
  }
}
