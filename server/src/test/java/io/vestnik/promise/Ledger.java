package io.vestnik.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.ChildServer;
import io.vestnik.wire.ConnectionEnded;
import io.vestnik.wire.Json;
import io.vestnik.wire.Reply;
import io.vestnik.wire.Talk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Who sent what and what they were told, to be compared with what the server has. Two pairs of
/// users, each pair sending into its chat from both sides; every content is sent once but in
/// retries, every other message has a key.
final class Ledger {
  private static final int OUTSTANDING = 8;

  private final List<Side> sides = new ArrayList<>();
  private final Map<Long, Chat> chats = new HashMap<>();
  private int retried;
  private int found;

  /// Registers the users.
  Ledger(ChildServer server) {
    for (int pair = 0; pair < 2; pair++) {
      try (Talk one = server.talk().register("one" + pair);
          Talk other = server.talk().register("other" + pair)) {
        long id =
            one.call("createChat", "contact_mode", "username", "contact_value", other.username())
                .expect("200")
                .number("chat_id");
        chats.put(id, new Chat(id, one.token()));
        sides.add(new Side(sides.size(), id, one.token()));
        sides.add(new Side(sides.size(), id, other.token()));
      }
    }
  }

  /// What was handed over and not answered.
  private record Sent(String content, @Nullable String key) {}

  /// A chat, and how far its log has been looked at.
  private static final class Chat {
    final long id;
    final String token;
    final Map<String, Long> acknowledged = new HashMap<>();
    final Set<String> unanswered = new HashSet<>();
    final Map<String, Long> log = new HashMap<>();
    long last;

    Chat(long id, String token) {
      this.id = id;
      this.token = token;
    }
  }

  private record Side(int number, long chatId, String token, List<Sent> unanswered) {
    Side(int number, long chatId, String token) {
      this(number, chatId, token, new ArrayList<>());
    }

    Map<String, @Nullable Object> request(Sent sent) {
      Map<String, @Nullable Object> request =
          Json.object("chat_id", chatId, "content", sent.content, "content_type", "text");
      if (sent.key != null) {
        request.put("client_message_id", sent.key);
      }
      return request;
    }
  }

  /// All sides send, as fast as they are answered, until the connection is lost.
  List<CompletableFuture<Void>> sendUntilCutOff(ChildServer server, int round) {
    return sides.stream()
        .map(side -> {
          Talk talk = server.talk().signedInAs(side.token);
          return CompletableFuture.runAsync(
              () -> sendUntilCutOff(talk, side, round), task -> Thread.ofVirtual().start(task));
        })
        .toList();
  }

  private void sendUntilCutOff(Talk talk, Side side, int round) {
    Queue<Sent> waiting = new ArrayDeque<>();
    long before = 0;
    int number = 0;
    try (talk) {
      while (true) {
        while (waiting.size() < OUTSTANDING) {
          String content = round + "." + side.number + "." + number;
          Sent sent = new Sent(content, number % 2 == 0 ? null : "key of " + content);
          waiting.add(sent); // before it is sent, for it may arrive although sending fails
          talk.postAll("sendMessage", List.of(side.request(sent)));
          number++;
        }
        long id = talk.next().expect("200").number("message_id");
        assertThat(id).as("one's own messages are in the order of sending").isGreaterThan(before);
        before = id;
        acknowledge(side.chatId, waiting.remove(), id);
      }
    } catch (ConnectionEnded e) {
      side.unanswered.addAll(waiting);
    }
  }

  private void acknowledge(long chatId, Sent sent, long id) {
    Chat chat = chats.get(chatId);
    synchronized (chat) {
      assertThat(chat.acknowledged.put(sent.content, id)).isNull();
    }
  }

  /// Reads on in the logs, and finds in them all that was acknowledged.
  void look(ChildServer server) {
    for (Chat chat : chats.values()) {
      try (Talk talk = server.talk().signedInAs(chat.token)) {
        readOn(talk, chat);
      }
      Map<String, Long> lost = new TreeMap<>(chat.acknowledged);
      lost.entrySet().removeAll(chat.log.entrySet());
      assertThat(lost).as("acknowledged with these numbers, and not there").isEmpty();
    }
  }

  private static void readOn(Talk talk, Chat chat) {
    boolean more = true;
    while (more) {
      Reply page = talk.call("getEvents", "chat_id", chat.id, "min_event_id", chat.last + 1);
      page.expect("200");
      more = page.truth("has_more");
      for (Object each : page.list("events")) {
        Map<?, ?> event = (Map<?, ?>) each;
        chat.last++;
        assertThat(event.get("event_id")).as("no gap in the log").isEqualTo(chat.last);
        if (event.get("message") instanceof Map<?, ?> message) {
          String content = (String) message.get("content");
          assertThat(chat.log.put(content, chat.last)).as("%s is there once", content).isNull();
        }
      }
    }
  }

  /// Sends again what has a key and was not answered.
  void retry(ChildServer server) {
    for (Side side : sides) {
      Chat chat = chats.get(side.chatId);
      try (Talk talk = server.talk().signedInAs(side.token)) {
        for (Sent sent : side.unanswered) {
          if (sent.key != null) {
            retry(talk, side, chat, sent);
          } else {
            chat.unanswered.add(sent.content);
          }
        }
      }
      side.unanswered.clear();
    }
  }

  private void retry(Talk talk, Side side, Chat chat, Sent sent) {
    talk.postAll("sendMessage", List.of(side.request(sent)));
    Reply reply = talk.next().expect("200");
    long id = reply.number("message_id");
    Long before = chat.log.get(sent.content);
    assertThat(reply.has("duplicate")).as("a duplicate if it was there").isEqualTo(before != null);
    assertThat(id).isEqualTo(before != null ? before : id);
    retried++;
    found += before != null ? 1 : 0;
    acknowledge(side.chatId, sent, id);
  }

  /// Reads the logs from the beginning: there is what was acknowledged, and beside it nothing but
  /// what was sent without a key and not answered.
  void lookAtAll(ChildServer server) {
    for (Chat chat : chats.values()) {
      chat.last = 0;
      chat.log.clear();
    }
    look(server);
    for (Chat chat : chats.values()) {
      Set<String> others = new HashSet<>(chat.log.keySet());
      others.removeAll(chat.acknowledged.keySet());
      assertThat(chat.unanswered).containsAll(others);
    }
  }

  @Override
  public String toString() {
    int acknowledged = chats.values().stream().mapToInt(chat -> chat.acknowledged.size()).sum();
    int unkeyed = chats.values().stream().mapToInt(chat -> chat.unanswered.size()).sum();
    return "%d acknowledged, %d retried (%d had been stored), %d unanswered without a key"
        .formatted(acknowledged, retried, found, unkeyed);
  }
}
