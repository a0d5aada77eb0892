package io.vestnik.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.TestPostgres;
import io.vestnik.model.Entry;
import io.vestnik.model.Session;
import io.vestnik.model.SystemClock;
import io.vestnik.protocol.ErrorCode;
import io.vestnik.protocol.Rejection;
import io.vestnik.sql.StorageException;
import io.vestnik.table.ChatRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two stores, as two servers have them, on one database and at the same time.
class PostgresRaceTest {
  private final String database = TestPostgres.fresh();
  private final SystemClock clock = new SystemClock();
  private final List<Node> nodes = new ArrayList<>();
  private Session anna;
  private Session boris;

  /// One server's store and what it told, in that order.
  private record Node(Store store, Scene scene, List<Entry> told) {}

  @BeforeEach
  void start() {
    for (int i = 0; i < 2; i++) {
      List<Entry> told = Collections.synchronizedList(new ArrayList<>());
      Store store =
          new PostgresStore(
              TestPostgres.settings(database), clock, (entries, _) -> told.addAll(entries));
      nodes.add(new Node(store, new Scene(store, clock), told));
    }
    anna = nodes.getFirst().scene.user("anna");
    boris = nodes.getFirst().scene.user("boris");
  }

  @AfterEach
  void stop() {
    nodes.forEach(node -> node.store.close());
    TestPostgres.drop(database);
  }

  private Node node(int number) {
    return nodes.get(number % nodes.size());
  }

  // Each in a line of its own.
  private <T> CompletableFuture<T> start(int number, Store.Work<T> work) {
    CompletableFuture<T> future = new CompletableFuture<>();
    node(number).store.write(work, Reply.to(future));
    return future;
  }

  private static Object outcome(CompletableFuture<?> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      return e.getCause();
    }
  }

  private long count(String table) {
    return TestPostgres.number(database, "select count(*) from " + table);
  }

  // As createChat does.
  private static long chatOf(Tx tx, Session one, Session other, Scene scene) {
    Long existing = tx.chats().personalOf(one.userId(), other.userId());
    if (existing != null) {
      return existing;
    }
    ChatRow made = scene.addChatIfNew(tx, one, other);
    return made != null
        ? made.id()
        : Objects.requireNonNull(tx.chats().personalOf(one.userId(), other.userId()));
  }

  @Test
  void aHundredMakeOnePersonalChat() {
    List<CompletableFuture<Long>> all =
        IntStream.range(0, 100)
            .mapToObj(i ->
                start(
                    i,
                    tx ->
                        i % 3 == 0
                            ? chatOf(tx, anna, boris, node(i).scene)
                            : chatOf(tx, boris, anna, node(i).scene)))
            .toList();
    assertThat(all.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    assertThat(count("chats")).isEqualTo(1);
    assertThat(count("members")).isEqualTo(2);
  }

  @Test
  void aNameIsGivenOnce() {
    List<CompletableFuture<Object>> all =
        IntStream.range(0, 40)
            .mapToObj(i ->
                start(
                    i,
                    tx ->
                        tx.users().byUsernameKey("vera") != null
                            ? "taken"
                            : (Object) node(i).scene.addUser(tx, "vera")))
            .toList();
    List<Object> outcomes = all.stream().map(PostgresRaceTest::outcome).toList();
    assertThat(outcomes).filteredOn(Session.class::isInstance).hasSize(1);
    assertThat(outcomes).filteredOn("taken"::equals).hasSize(39);
  }

  @Test
  void aKeyedMessageIsSentOnce() {
    long chat = node(0).scene.chat(anna, boris);
    for (int round = 0; round < 50; round++) {
      String key = "k" + round;
      List<CompletableFuture<Appended>> all =
          IntStream.range(0, 8)
              .mapToObj(i -> node(i).scene.send(Scene.keyed(anna, chat, "a", key)))
              .toList();
      assertThat(all.stream().map(one -> one.join().eventId()).distinct()).hasSize(1);
      assertThat(all.stream().filter(one -> !one.join().duplicate())).hasSize(1);
    }
    assertThat(node(1).scene.eventIds(chat))
        .isEqualTo(LongStream.rangeClosed(1, 50).boxed().toList());
  }

  @Test
  void twoCannotBothHaveTheLastSeat() {
    int most = 10;
    List<CompletableFuture<Boolean>> all =
        IntStream.range(0, 60)
            .mapToObj(i ->
                start(
                    i,
                    tx -> {
                      tx.users().lock(anna.userId());
                      boolean room = tx.sessions().ofUser(anna.userId()).size() < most;
                      if (room) {
                        node(i).scene.addSession(tx, anna.userId(), "token " + i);
                      }
                      return room;
                    }))
            .toList();
    assertThat(all.stream().filter(CompletableFuture::join)).hasSize(most - 1);
    assertThat(node(0).store.<Integer>read(tx -> tx.sessions().ofUser(anna.userId()).size()))
        .isEqualTo(most);
  }

  @Test
  void nothingIsCommittedWithATokenThatIsDead() {
    long chat = node(0).scene.chat(anna, anna);
    for (int round = 0; round < 30; round++) {
      String token = "token " + round;
      Session session = node(0).store.write(tx -> node(0).scene.addSession(tx, 1, token));
      List<CompletableFuture<?>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        all.add(new Scene(node(0).store, clock).send(Scene.text(session, chat, "message")));
        all.add(start(0, tx -> tx.append(Scene.text(session, chat, "unit"))));
      }
      long seen = start(1, tx -> lastAtTheEndOf(session, chat, tx)).join();
      all.forEach(PostgresRaceTest::outcome);
      assertThat(node(0).scene.eventIds(chat)).hasSize((int) seen);
    }
  }

  private static long lastAtTheEndOf(Session session, long chat, Tx tx) {
    tx.sessions().remove(session.id());
    return tx.sql.number("select count(*) from entries where chat_id = ?", chat);
  }

  /// Messages, entries by units, markers and settings, of and in the same few chats.
  @Test
  void aMixedLoadFromBothLeavesNoGapAndNoDeadlock() {
    List<Session> users = IntStream.range(0, 6).mapToObj(i -> node(i).scene.user("u" + i)).toList();
    List<Long> chats = new ArrayList<>();
    for (int i = 0; i < users.size(); i++) {
      for (int j = i; j < users.size(); j++) {
        chats.add(node(i).scene.chat(users.get(i), users.get(j)));
      }
    }
    long deadlocks = deadlocks();
    List<CompletableFuture<Integer>> threads =
        IntStream.range(0, 8)
            .mapToObj(seed -> CompletableFuture.supplyAsync(() -> load(seed, users, chats)))
            .toList();
    int written = threads.stream().mapToInt(CompletableFuture::join).sum();
    assertThat(count("entries")).isEqualTo(written);
    assertThat(deadlocks()).isEqualTo(deadlocks);
    for (long chat : chats) {
      List<Long> ids = node(0).scene.eventIds(chat);
      assertThat(ids).isEqualTo(LongStream.rangeClosed(1, ids.size()).boxed().toList());
      for (Node node : nodes) {
        assertThat(node.told.stream().filter(e -> e.chat_id() == chat))
            .extracting(Entry::event_id)
            .isSorted();
      }
    }
    assertThat(nodes.stream().mapToInt(node -> node.told.size()).sum()).isEqualTo(written);
  }

  /// Each of these chats is waited for by itself, and what is for others goes on meanwhile.
  @Test
  void chatsThatOthersHoldDoNotHoldUpTheRest() throws SQLException {
    Scene scene = node(0).scene;
    List<Scene.Sender> held = scene.senders(8);
    try (Connection holder = TestPostgres.connect(database);
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("select 1 from chats for update");
      long free = node(1).scene.chat(anna, boris);
      List<CompletableFuture<Appended>> waiting =
          held.stream().map(one -> scene.send(one.text("waits"))).toList();
      waiting.getFirst().exceptionally(_ -> null).join(); // the others follow, one by one
      CompletableFuture<Appended> sent = scene.send(Scene.text(anna, free, "goes on"));
      assertThat(sent.orTimeout(1, TimeUnit.SECONDS).join().eventId()).isEqualTo(1);
      assertThat(waiting.getLast()).isNotDone();
    }
  }

  private long deadlocks() {
    return TestPostgres.number(
        database, "select deadlocks from pg_stat_database where datname = current_database()");
  }

  // How many entries it added.
  private int load(int seed, List<Session> users, List<Long> chats) {
    var random = new SplittableRandom(seed);
    List<CompletableFuture<?>> all = new ArrayList<>();
    List<CompletableFuture<?>> entries = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      Session user = users.get(random.nextInt(users.size()));
      long chat = chats.get(random.nextInt(chats.size()));
      Scene scene = new Scene(node(i).store, clock);
      switch (random.nextInt(4)) {
        case 0 -> entries.add(start(i, tx -> tx.append(Scene.text(user, chat, "unit"))));
        case 1 ->
            entries.add(
                start(
                    i,
                    tx ->
                        tx.log()
                            .append(
                                Objects.requireNonNull(tx.chats().byId(chat)),
                                null,
                                Scene.created())));
        case 2 -> all.add(start(i, tx -> mark(tx, chat, user.userId())));
        default -> entries.add(scene.send(Scene.text(user, chat, "message")));
      }
    }
    all.forEach(CompletableFuture::join);
    return (int) entries.stream().filter(one -> !isRefusal(outcome(one))).count();
  }

  // Who is no member is refused; nothing else may fail.
  private static boolean isRefusal(Object outcome) {
    assertThat(outcome).isNotInstanceOf(StorageException.class);
    return outcome instanceof Rejection why && why.code() == ErrorCode.NOT_MEMBER;
  }

  private static int mark(Tx tx, long chat, long user) {
    var listed = tx.chats().withMember(chat, user);
    if (listed != null) {
      long last = listed.chat().lastMessageId();
      tx.members().setMarkers(chat, user, last, last);
    }
    return 0;
  }
}
