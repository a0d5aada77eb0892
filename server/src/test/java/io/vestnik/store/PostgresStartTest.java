package io.vestnik.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestnik.TestPostgres;
import io.vestnik.model.SystemClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// On which databases it starts, and what it tells of the others.
class PostgresStartTest {
  private final String database = TestPostgres.empty();

  @AfterEach
  void drop() {
    TestPostgres.drop(database);
  }

  private PostgresStore store() {
    return new PostgresStore(TestPostgres.settings(database), new SystemClock(), (_, _) -> {});
  }

  private void refuses(String line) {
    assertThatThrownBy(() -> store().close())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(line);
  }

  @Test
  void severalThatStartAtOnceMakeTheSchemaOnce() {
    List<CompletableFuture<PostgresStore>> all =
        IntStream.range(0, 4).mapToObj(_ -> CompletableFuture.supplyAsync(this::store)).toList();
    all.forEach(one -> one.join().close());
    assertThat(TestPostgres.number(database, "select count(*) from migrations")).isEqualTo(1);
  }

  @Test
  void oneOfANewerProgramIsRefusedWhereThatSaysSo() {
    store().close();
    TestPostgres.run(database, "insert into migrations values (2, 1, 1, 1)");
    store().close();
    TestPostgres.run(database, "update migrations set readable_from = 2 where number = 2");
    refuses("The data are of a newer Vestnik (schema 2, for programs that know 2; this knows 1).");
  }

  @Test
  void oneThatDoesNotSyncIsRefused() throws IOException {
    try (EmbeddedPostgres other =
        EmbeddedPostgres.builder().setServerConfig("fsync", "off").start()) {
      var settings = TestPostgres.settings("postgres", other.getPort());
      assertThatThrownBy(() -> new PostgresStore(settings, new SystemClock(), (_, _) -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has fsync = off");
    }
  }

  @Test
  void oneInAnotherEncodingIsRefused() {
    TestPostgres.drop(database);
    TestPostgres.run(
        "postgres",
        "create database "
            + database
            + " encoding 'LATIN1' template template0 lc_collate 'C' lc_ctype 'C'");
    refuses("is not in UTF8");
  }

  @Test
  void oneThatIsNotThereIsToldByItsPlace() {
    TestPostgres.drop(database);
    refuses("Cannot use the database 127.0.0.1:" + TestPostgres.port() + "/" + database);
  }

  @Test
  void aCommitWaitsForTheDiskWhateverTheServersDefault() {
    TestPostgres.run("postgres", "alter database " + database + " set synchronous_commit = off");
    try (PostgresStore store = store()) {
      String shown =
          store.read(tx -> tx.sql.first("show synchronous_commit", row -> row.getString(1)));
      assertThat(shown).isEqualTo("on");
    }
  }
}
