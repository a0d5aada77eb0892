package io.vestnik.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.TestServer;
import io.vestnik.model.SystemClock;
import io.vestnik.wire.Json;
import io.vestnik.wire.WireClient;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/// Many messages share one sync of the disk: counted, over real WebSockets. That a commit is a sync
/// and a sync a commit is SQLite's affair as [SqliteFileTest] finds it set up.
class GroupCommitTest {
  private static final int CONNECTIONS = 200;
  private static final int OUTSTANDING = 16;
  private static final int ROUNDS = 5;

  private TestServer server;
  private List<Scene.Sender> senders;
  private final List<WireClient> clients = new ArrayList<>();

  @BeforeEach
  void start() {
    server = TestServer.start();
    senders = new Scene(server.server().store(), new SystemClock()).senders(CONNECTIONS);
  }

  @AfterEach
  void stop() {
    clients.forEach(WireClient::close);
    server.close();
  }

  private WireClient connect() {
    WireClient client = server.connect();
    clients.add(client);
    return client;
  }

  private static List<String> messages(int sender, Scene.Sender to, int count) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            Json.write(
                Json.object(
                    "mode",
                    "sendMessage",
                    "timestamp",
                    1,
                    "token",
                    "token of a" + sender,
                    "chat_id",
                    to.chatId(),
                    "content",
                    "message " + i,
                    "content_type",
                    "text")))
        .toList();
  }

  private static void receive(WireClient client, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(Json.read(client.receive()).get("status")).isEqualTo("200");
    }
  }

  private Store.Counts counts() {
    return server.server().store().counts();
  }

  @Test
  void manyConnectionsShareSyncs() {
    List<List<String>> batches = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      connect();
      batches.add(messages(i, senders.get(i), OUTSTANDING));
    }
    round(batches); // the first sign-ins go as units
    Store.Counts before = counts();
    for (int i = 0; i < ROUNDS; i++) {
      round(batches);
    }
    Store.Counts after = counts();
    long messages = after.appended() - before.appended();
    long commits = after.commits() - before.commits();
    System.out.printf("%d messages in %d commits%n", messages, commits);
    assertThat(messages).isEqualTo((long) CONNECTIONS * OUTSTANDING * ROUNDS);
    assertThat((double) messages / commits).isGreaterThanOrEqualTo(20);
  }

  // All send before the first is listened to: so many are outstanding on each.
  private void round(List<List<String>> batches) {
    for (int i = 0; i < CONNECTIONS; i++) {
      clients.get(i).sendAll(batches.get(i));
    }
    clients.forEach(client -> receive(client, OUTSTANDING));
  }

  @Test
  void onesOwnPipelinedMessagesShareSyncs() {
    WireClient client = connect();
    client.sendAll(messages(0, senders.getFirst(), 1));
    receive(client, 1);
    Store.Counts before = counts();
    client.sendAll(messages(0, senders.getFirst(), 64));
    receive(client, 64);
    Store.Counts after = counts();
    assertThat(after.appended() - before.appended()).isEqualTo(64);
    long commits = after.commits() - before.commits();
    System.out.printf("64 messages in %d commits%n", commits);
    assertThat(commits).isBetween(1L, 8L);
  }

  @Test
  @DisabledIfSystemProperty(
      named = "database",
      matches = "postgres",
      disabledReason = "there the first are units, each with its commit")
  void onesOwnPipelinedMessagesShareSyncsFromTheVeryFirst() {
    WireClient client = connect();
    Store.Counts before = counts();
    client.sendAll(messages(0, senders.getFirst(), 64));
    receive(client, 64);
    Store.Counts after = counts();
    assertThat(after.appended() - before.appended()).isEqualTo(64);
    assertThat(after.commits() - before.commits()).isBetween(1L, 8L);
  }
}
