package io.vestnik.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestnik.model.SystemClock;
import io.vestnik.sql.Sql;
import io.vestnik.sql.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A database file: its settings, its statements, and whether this program may use it.
class SqliteFileTest {
  @TempDir private Path folder;

  private SqliteFile file() {
    return new SqliteFile(folder.resolve("test.db"), Duration.ofSeconds(5));
  }

  private SqliteStore store() {
    return new SqliteStore(folder.resolve("test.db"), new SystemClock(), (_, _) -> {});
  }

  private static String pragma(Tx tx, String name) {
    return tx.sql.first("pragma " + name, row -> row.getString(1));
  }

  @Test
  void theWriterWaitsForTheDiskAtEachCommit() {
    try (SqliteStore store = store()) {
      store.write(tx -> {
        assertThat(pragma(tx, "journal_mode")).isEqualTo("wal");
        assertThat(pragma(tx, "synchronous")).as("2 is FULL").isEqualTo("2");
        assertThat(pragma(tx, "secure_delete")).isEqualTo("1");
        assertThat(pragma(tx, "wal_autocheckpoint")).isEqualTo("0");
        assertThat(pragma(tx, "busy_timeout")).isEqualTo("5000");
        return 0;
      });
    }
  }

  @Test
  void leavesOneFileBehind() throws Exception {
    try (SqliteStore store = store()) {
      new Scene(store, new SystemClock()).user("anna");
      assertThat(folder.resolve("test.db-wal")).isNotEmptyFile();
    }
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("test.db"));
    }
  }

  @Test
  void aNewerDatabaseIsRefused() {
    store().close();
    try (Sql sql = file().openForWriting()) {
      sql.update("insert into migrations values (99, 2, 1, 1)");
    }
    assertThatThrownBy(this::store)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The data are of a newer Vestnik (schema 2, for programs that know 2; this knows 1).");
    try (Sql sql = file().openForWriting()) {
      sql.update("delete from migrations where number = 99");
    }
    store().close();
  }

  @Test
  void aNewerDatabaseMayLetThisOneGoOn() {
    store().close();
    try (Sql sql = file().openForWriting()) {
      sql.update("insert into migrations values (2, 1, 1, 1)");
    }
    store().close();
  }

  @Test
  void aSchemaThatHasChangedSinceIsRefused() {
    store().close();
    try (Sql sql = file().openForWriting()) {
      sql.update("update migrations set checksum = checksum + 1");
    }
    assertThatThrownBy(this::store)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Schema file 1-first.sql has changed.");
  }

  @Test
  void eachMigrationRunsOnce() {
    store().close();
    try (Sql sql = file().openForWriting()) {
      long applied = sql.number("select applied_time from migrations");
      store().close();
      List<Long> all =
          sql.list("select applied_time from migrations", row -> row.getLong("applied_time"));
      assertThat(all).containsExactly(applied);
    }
  }

  @Test
  void whatIsNoDatabaseIsRefused() throws Exception {
    Files.writeString(folder.resolve("test.db"), "This is a letter to my aunt.\n".repeat(100));
    assertThatThrownBy(this::store)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Cannot open the database")
        .hasMessageContaining("not a database");
    assertThat(folder.resolve("test.db")).content().startsWith("This is a letter");
  }

  @Test
  void aFolderThatIsNotThereIsRefused() {
    var nowhere = new SqliteFile(folder.resolve("no/such/test.db"), Duration.ofSeconds(5));
    assertThatThrownBy(nowhere::openForWriting)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Cannot open the database");
  }

  @Test
  void moreStatementsThanAreKeptStillWork() {
    try (Sql sql = file().openForWriting()) {
      sql.run("create table numbers (number integer)");
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 500; i++) {
          assertThat(sql.update("insert into numbers (number) values (" + i + ")")).isOne();
          assertThat(sql.number("select count(*) from numbers")).isEqualTo(500 * round + i + 1);
        }
      }
    }
  }

  private static Object[] of(int number) {
    return new Object[] {number};
  }

  @Test
  void aStatementThatFailedLeavesNoRowBehindForTheNext() {
    try (Sql sql = file().openForWriting()) {
      sql.run("create table numbers (number integer unique)");
      String insert = "insert into numbers (number) values (?)";
      List<Object[]> twice = List.<Object[]>of(of(1), of(1), of(2));
      sql.run("begin");
      assertThatThrownBy(() -> sql.updateEach(insert, twice)).isInstanceOf(StorageException.class);
      sql.run("rollback");
      List<Object[]> three = List.<Object[]>of(of(3));
      sql.updateEach(insert, three);
      assertThat(sql.list("select number from numbers", row -> row.getInt(1))).containsExactly(3);
    }
  }

  @Test
  void anUpdateOfMoreOrFewerThanOneRowIsNoticed() {
    try (Sql sql = file().openForWriting()) {
      sql.run("create table numbers (number integer)");
      List<Object[]> one = List.<Object[]>of(of(1));
      assertThatThrownBy(() -> sql.updateEach("delete from numbers where number = ?", one))
          .isInstanceOf(StorageException.class)
          .hasMessageStartingWith("0 rows changed");
    }
  }
}
