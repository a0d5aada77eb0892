package io.vestnik.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestnik.TestPostgres;
import io.vestnik.model.Session;
import io.vestnik.model.SystemClock;
import io.vestnik.table.Dataset;
import io.vestnik.table.Rows;
import io.vestnik.table.account.Exports;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All data from SQLite to PostgreSQL and back.
class TransferTest {
  private static final Transfer.Progress SILENT = (_, _, _) -> {};
  private static final int MESSAGES = 1_200;
  private static final byte[] PART = {0, 1, -1};

  private final SystemClock clock = new SystemClock();
  private final String database = TestPostgres.empty();
  private @TempDir Path folder;
  private long chat;

  @AfterEach
  void drop() {
    TestPostgres.drop(database);
  }

  private Store sqlite(String name) {
    DataFolder taken = DataFolder.take(folder.resolve(name));
    taken.close();
    return new SqliteStore(taken.database(), clock, (_, _) -> {});
  }

  private Store postgres() {
    return new PostgresStore(TestPostgres.settings(database), clock, (_, _) -> {});
  }

  private TransferEnd folderEnd(String name) {
    return TransferEnd.folder(folder.resolve(name), false, clock);
  }

  private TransferEnd databaseEnd() {
    return TransferEnd.database(TestPostgres.settings(database).url(), clock);
  }

  private void fill() {
    try (Store store = sqlite("one")) {
      Scene scene = new Scene(store, clock);
      store.write(tx -> {
        tx.dataset().begin(new Dataset.Facts("the-data", new byte[] {1, 0, -1}), clock.millis());
        return 0;
      });
      Session anna = scene.user("anna");
      chat = scene.chat(anna, scene.user("Борис 😀"));
      List<CompletableFuture<Appended>> all =
          IntStream.range(0, MESSAGES)
              .mapToObj(i -> scene.send(Scene.keyed(anna, chat, "message " + i, "Key " + i)))
              .toList();
      all.forEach(CompletableFuture::join);
      store.write(tx -> {
        export(tx.accounts().exports());
        return 0;
      });
    }
  }

  // One that is ready, and one that waits.
  private static void export(Exports exports) {
    exports.add("A file", 1, 1);
    exports.take("node", 1, 2);
    exports.addPart("A file", 0, PART);
    exports.finish(new Exports.Export("A file", 1, 1, 2L, PART.length, PART), "node");
    exports.add("b file", 2, 1);
  }

  private Transfer.Copied copyOver() {
    try (TransferEnd from = folderEnd("one");
        TransferEnd to = databaseEnd()) {
      return Transfer.run(from, to, SILENT);
    }
  }

  private void goesOnAsItWas(Store store, long next) {
    Scene scene = new Scene(store, clock);
    assertThat(store.<Dataset.Facts>read(tx -> tx.dataset().facts()).id()).isEqualTo("the-data");
    assertThat(store.<byte[]>read(tx -> tx.accounts().exports().part("A file", 0))).isEqualTo(PART);
    assertThat(store.<Boolean>read(tx -> tx.accounts().exports().isDue(1))).isTrue();
    assertThat(scene.contents(chat)).hasSizeGreaterThanOrEqualTo(MESSAGES);
    Session vera = scene.user("vera " + next);
    assertThat(vera.userId()).isGreaterThan(2);
    Session anna = new Session(1, 1, 0);
    assertThat(scene.send(Scene.keyed(anna, chat, "message 7", "Key 7")).join().duplicate())
        .isTrue();
    assertThat(scene.send(Scene.text(anna, chat, "on")).join().eventId()).isEqualTo(next);
  }

  @Test
  void goesToPostgresAndBack() {
    fill();
    assertThat(copyOver()).isEqualTo(new Transfer.Copied(2, 1, MESSAGES));
    try (Store store = postgres()) {
      goesOnAsItWas(store, MESSAGES + 1);
    }
    try (TransferEnd from = databaseEnd();
        TransferEnd to = folderEnd("two")) {
      Transfer.run(from, to, SILENT);
    }
    try (Store store = sqlite("two")) {
      goesOnAsItWas(store, MESSAGES + 2);
    }
  }

  @Test
  void goesOnWhereItWasBrokenOff() {
    fill();
    Transfer.Progress broken =
        (_, table, _) -> {
          if (table.equals("entries")) {
            throw new IllegalStateException("broken off");
          }
        };
    try (TransferEnd from = folderEnd("one");
        TransferEnd to = databaseEnd()) {
      assertThatThrownBy(() -> Transfer.run(from, to, broken)).hasMessage("broken off");
    }
    assertThatThrownBy(() -> postgres().close()).hasMessageContaining("Not all data are here");
    long before = TestPostgres.number(database, "select count(*) from entries");
    assertThat(before).isBetween(1L, (long) MESSAGES - 1);
    copyOver();
    try (Store store = postgres()) {
      goesOnAsItWas(store, MESSAGES + 1);
    }
  }

  @Test
  void aCopyThatDiffersIsRefused() {
    fill();
    Transfer.Progress changing =
        (doing, table, _) -> {
          if (doing.equals("Comparing") && table.equals("users")) {
            TestPostgres.run(
                database, "update entries set content = 'other' where event_id = " + MESSAGES);
          }
        };
    try (TransferEnd from = folderEnd("one");
        TransferEnd to = databaseEnd()) {
      assertThatThrownBy(() -> Transfer.run(from, to, changing))
          .hasMessage("The copy of entries differs: empty the target and begin anew.");
    }
    assertThatThrownBy(() -> postgres().close()).hasMessageContaining("Not all data are here");
  }

  @Test
  void nobodyElseMayUseEitherEnd() {
    fill();
    try (DataFolder _ = DataFolder.take(folder.resolve("one"))) {
      assertThatThrownBy(() -> folderEnd("one").close()).hasMessageContaining("Another server");
    }
    try (Store _ = postgres()) {
      assertThatThrownBy(() -> databaseEnd().close()).hasMessageContaining("A server is using");
    }
    copyOver();
    assertThatThrownBy(this::copyOver).hasMessageContaining("holds data already");
  }

  @Test
  void knowsEveryTable() {
    try (Store store = postgres()) {
      List<String> tables =
          store.read(tx ->
              tx.sql.list(
                  "select tablename from pg_tables where schemaname = 'public'",
                  row -> row.getString(1)));
      assertThat(tables)
          .filteredOn(name -> !List.of("dataset", "migrations", "unfinished_copy").contains(name))
          .containsExactlyInAnyOrderElementsOf(Rows.TABLES.stream().map(Rows.Table::name).toList());
    }
  }
}
