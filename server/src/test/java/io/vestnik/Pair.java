package io.vestnik;

import io.vestnik.wire.Event;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/// Anna and Boris, who share a personal chat, and Vera, who is a stranger to both. Each has one
/// connection; of more the test says so.
public final class Pair implements AutoCloseable {
  private static final Duration SILENCE = Duration.ofMillis(150);

  private final TestServer server;
  private final List<Crowd.Person> people;
  private final List<Talk> talks = new ArrayList<>();
  private final Talk anna;
  private final Talk boris;
  private final Talk vera;
  private final long chat;

  private Pair(TestServer server, List<Crowd.Person> people) {
    this.server = server;
    this.people = people;
    anna = another(annaHerself());
    boris = another(borisHimself());
    vera = another(people.get(2));
    chat = chat(anna, borisHimself());
  }

  /// Three of them whom nobody else has the names of.
  public static Pair of(TestServer server, String name) {
    return new Pair(server, Crowd.of(server, name, 3));
  }

  public Talk anna() {
    return anna;
  }

  public Talk boris() {
    return boris;
  }

  public Talk vera() {
    return vera;
  }

  public Crowd.Person annaHerself() {
    return people.getFirst();
  }

  public Crowd.Person borisHimself() {
    return people.get(1);
  }

  public Crowd.Person veraHerself() {
    return people.get(2);
  }

  /// The chat of Anna and Boris.
  public long chat() {
    return chat;
  }

  /// A further connection of one of them, closed with the rest.
  public Talk another(Crowd.Person person) {
    Talk talk = person.talk(server);
    talks.add(talk);
    return talk;
  }

  /// The same, subscribed.
  public Talk listening(Crowd.Person person) {
    Talk talk = another(person);
    talk.call("subscribe").expect("200");
    return talk;
  }

  /// Their personal chat, new or not.
  public static long chat(Talk talk, Crowd.Person with) {
    return talk.chatWith(with.id());
  }

  /// Asks something of the chat.
  public Reply ask(Talk talk, String mode, @Nullable Object... fields) {
    return talk.call(mode, Stream.concat(Stream.of("chat_id", chat), Stream.of(fields)).toArray());
  }

  /// Sends a message into the chat; gives its number.
  public long send(Talk talk, String content) {
    return send(talk, chat, content);
  }

  /// Sends a message into any chat; gives its number.
  public static long send(Talk talk, long chat, String content) {
    return talk.call("sendMessage", "chat_id", chat, "content", content, "content_type", "text")
        .expect("200")
        .number("message_id");
  }

  /// The one number that the query finds in the server's database.
  public static long number(TestServer server, String sql) {
    try (Connection connection = server.database();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// A group of 51 that is Anna's, with Boris in it.
  public long large() {
    return Group.large(server, anna, borisHimself());
  }

  /// A field of the chat as getChat shows it.
  public long number(Talk talk, String field) {
    return ask(talk, "getChat").expect("200").number("chat." + field);
  }

  /// Fails if an event comes, or has come.
  public static void hearsNothing(Talk talk) {
    Event event = talk.pollEvent(SILENCE);
    if (event != null) {
      throw new AssertionError("nothing was to be heard, but " + event);
    }
  }

  /// Waits until something holds, for as long as a busy machine may take.
  public static void eventually(ThrowingRunnable holds) {
    Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(holds);
  }

  @Override
  public void close() {
    talks.forEach(Talk::close);
  }
}
