package io.vestnik.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// A conversation in the protocol's terms: requests, their answers in order, events beside them.
///
/// Every answer is checked against the envelope of protocol §2 before a test sees it. One thread
/// may post while another fetches answers; all else is for one thread.
public final class Talk implements AutoCloseable {

  /// The password of whoever [#register] registers.
  public static final String PASSWORD = "correct horse";

  private static final int MAX_HELD = 10_000;

  private record Asked(String text, @Nullable Map<String, @Nullable Object> request) {}

  private final WireClient client;
  private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
  private final Deque<Reply> replies = new ArrayDeque<>();
  private final Deque<Event> events = new ArrayDeque<>();
  private @Nullable String token;
  private @Nullable String username;
  private long userId;

  private Talk(WireClient client) {
    this.client = client;
  }

  /// A conversation over a new plain connection.
  public static Talk with(int port) {
    return over(WireClient.connect(port));
  }

  public static Talk over(WireClient client) {
    return new Talk(client);
  }

  /// The connection below; what is received there directly is missed here.
  public WireClient client() {
    return client;
  }

  /// Registers and keeps the token.
  public Talk register(String newUsername) {
    Reply reply =
        call(
            "register", "username", newUsername, "password", PASSWORD, "email", email(newUsername));
    return welcome(newUsername, reply);
  }

  /// Signs in whoever was registered by [#register], and keeps the token.
  public Talk signIn(String existingUsername) {
    return welcome(
        existingUsername, call("auth", "username", existingUsername, "password", PASSWORD));
  }

  /// From now on this token goes with every request that does not name one; null: none does.
  public Talk signedInAs(@Nullable String newToken) {
    token = newToken;
    return this;
  }

  public String token() {
    return Objects.requireNonNull(token, "nobody has signed in");
  }

  public String username() {
    return Objects.requireNonNull(username, "nobody has signed in by name");
  }

  /// Of whoever registered or signed in here last.
  public long userId() {
    return userId;
  }

  /// Asks and waits for the answer.
  public Reply call(String mode, @Nullable Object... fields) {
    requireNothingOwed();
    post(mode, fields);
    return next();
  }

  /// Asks with this object as it is, nothing added, and waits for the answer.
  public Reply exchange(Map<String, ? extends @Nullable Object> request) {
    requireNothingOwed();
    Map<String, @Nullable Object> copy = Json.read(Json.write(request));
    ask(new Asked(Json.write(request), copy));
    return next();
  }

  /// Sends this text, JSON or not, and waits for the answer; whose mode it has is not checked.
  public Reply raw(String frame) {
    requireNothingOwed();
    ask(new Asked(frame, null));
    return next();
  }

  /// Asks without waiting; the answer comes by [#next].
  public void post(String mode, @Nullable Object... fields) {
    Map<String, @Nullable Object> request = request(mode, fields);
    ask(new Asked(Json.write(request), request));
  }

  /// Asks the same mode many times in one write to the socket; the answers come by [#next].
  public void postAll(String mode, List<Map<String, @Nullable Object>> requests) {
    List<Asked> all =
        requests.stream()
            .map(fields -> complete(mode, fields))
            .map(request -> new Asked(Json.write(request), request))
            .toList();
    asked.addAll(all);
    client.sendAll(all.stream().map(Asked::text).toList());
  }

  /// The answer to the oldest request that is not answered yet.
  public Reply next() {
    if (asked.isEmpty() && replies.isEmpty()) {
      throw new IllegalStateException("nothing was asked");
    }
    while (replies.isEmpty()) {
      sort(client.receive());
    }
    return replies.remove();
  }

  /// The next event, of those that came meanwhile or by waiting.
  public Event nextEvent() {
    while (events.isEmpty()) {
      sort(client.receive());
    }
    return events.remove();
  }

  /// The next event of that kind; events of other kinds stay for later.
  public Event nextEvent(String kind) {
    while (true) {
      Event event = removeFirst(kind);
      if (event != null) {
        return event;
      }
      sort(client.receive());
    }
  }

  /// The next event, or null if none comes in this time.
  public @Nullable Event pollEvent(Duration wait) {
    var deadline = Deadline.in(wait);
    while (events.isEmpty()) {
      String frame = client.poll(deadline.left());
      if (frame == null) {
        return null;
      }
      sort(frame);
    }
    return events.remove();
  }

  /// The personal chat with the user, new or not; with oneself it is the notes.
  public long chatWith(long userId) {
    return call("createChat", "contact_mode", "id", "contact_value", userId)
        .expect("200")
        .number("chat_id");
  }

  /// The events that came while answers were waited for, oldest first.
  public List<Event> heldEvents() {
    return List.copyOf(events);
  }

  @Override
  public void close() {
    client.close();
  }

  private Talk welcome(String name, Reply reply) {
    reply.expect("200");
    token = reply.text("token");
    userId = reply.number("user_id");
    username = name;
    return this;
  }

  /// An address is of ASCII here, whatever the name is of.
  private static String email(String name) {
    boolean plain = StandardCharsets.US_ASCII.newEncoder().canEncode(name);
    return (plain ? name : "user-" + Integer.toHexString(name.hashCode())) + "@example.org";
  }

  private Map<String, @Nullable Object> request(String mode, @Nullable Object... fields) {
    return complete(mode, Json.object(fields));
  }

  private Map<String, @Nullable Object> complete(
      String mode, Map<String, @Nullable Object> fields) {
    Map<String, @Nullable Object> request = Json.object("mode", mode);
    request.put("timestamp", System.currentTimeMillis());
    if (token != null) {
      request.put("token", token);
    }
    request.putAll(fields);
    return request;
  }

  private void ask(Asked question) {
    asked.add(question);
    client.send(question.text());
  }

  private void requireNothingOwed() {
    if (!asked.isEmpty() || !replies.isEmpty()) {
      throw new IllegalStateException("answers to post() are still to be fetched by next()");
    }
  }

  private void sort(String frame) {
    Map<String, @Nullable Object> body = Json.read(frame);
    if (Event.is(body)) {
      if (events.size() == MAX_HELD) {
        throw new AssertionError("over " + MAX_HELD + " events that the test did not fetch");
      }
      events.add(new Event(body));
      return;
    }
    Asked question = asked.poll();
    if (question == null) {
      throw new AssertionError("an answer to nothing that was asked: " + frame);
    }
    var reply = new Reply(question.text(), body);
    Envelope.check(reply, question.request());
    replies.add(reply);
  }

  private @Nullable Event removeFirst(String kind) {
    for (Iterator<Event> each = events.iterator(); each.hasNext(); ) {
      Event event = each.next();
      if (event.kind().equals(kind)) {
        each.remove();
        return event;
      }
    }
    return null;
  }
}
