package io.vestnik.store;

import io.vestnik.sql.Migrations;
import io.vestnik.sql.Sql;
import io.vestnik.table.Dataset;
import io.vestnik.table.Rows;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Copies all data from one database into another, of any kind. Where it was broken off it goes on;
/// what it has copied it compares before it says so. Until then no server starts on the copy.
public final class Transfer {
  private final Sql from;
  private final Sql to;
  private final Progress progress;

  private Transfer(Sql from, Sql to, Progress progress) {
    this.from = from;
    this.to = to;
    this.progress = progress;
  }

  /// Hears how far it is.
  public interface Progress {
    void at(String doing, String table, long rows);

    /// The table is done, all of its rows.
    default void done(String what, String table, long rows) {}
  }

  /// What was copied.
  public record Copied(long users, long chats, long entries) {}

  /// Copies from one end to the other; nobody else may be using either.
  ///
  /// @throws IllegalStateException with a line for the operator where there is no good copy
  public static Copied run(TransferEnd from, TransferEnd to, Progress progress) {
    return new Transfer(from.sql(), to.sql(), progress).run();
  }

  private Copied run() {
    Dataset.Facts facts = new Dataset(from).facts();
    if (facts == null || Migrations.unfinished(from) != null) {
      throw new IllegalStateException("There are no data to copy, or not all of them.");
    }
    begin(facts);
    for (Rows.Table table : Rows.TABLES) {
      copy(table);
    }
    for (Rows.Table table : Rows.TABLES) {
      compare(table);
    }
    checkLogs();
    Long created = from.first("select created_time from dataset", row -> row.getLong(1));
    inTransaction(() -> {
      new Dataset(to).begin(facts, created == null ? 0 : created);
      to.update("delete from unfinished_copy");
    });
    return new Copied(count("users"), count("chats"), count("entries"));
  }

  private void begin(Dataset.Facts facts) {
    String unfinished = Migrations.unfinished(to);
    if (unfinished == null) {
      if (new Dataset(to).facts() != null || count("users") > 0) {
        throw new IllegalStateException("The target holds data already: take an empty one.");
      }
      to.update("insert into unfinished_copy (dataset) values (?)", facts.id());
    } else if (!unfinished.equals(facts.id())) {
      throw new IllegalStateException(
          "The target holds an unfinished copy of other data: take an empty one.");
    }
  }

  private void copy(Rows.Table table) {
    List<String> columns = Rows.columns(from, table);
    Rows source = new Rows(from, table, columns);
    Rows target = new Rows(to, table, columns);
    Rows.@Nullable Values last = target.last();
    long copied = count(table.name());
    List<Rows.Values> batch = source.after(last, table.batch());
    while (!batch.isEmpty()) {
      List<Rows.Values> rows = batch;
      inTransaction(() -> target.add(rows));
      copied += rows.size();
      progress.at("Copying", table.name(), copied);
      batch = source.after(rows.getLast(), table.batch());
    }
    target.numberOn();
    progress.done("Copied", table.name(), copied);
  }

  private void compare(Rows.Table table) {
    List<String> columns = Rows.columns(from, table);
    Rows source = new Rows(from, table, columns);
    Rows target = new Rows(to, table, columns);
    Rows.@Nullable Values last = null;
    long compared = 0;
    List<Rows.Values> batch = source.after(null, table.batch());
    while (!batch.isEmpty()) {
      if (sum(batch) != sum(target.after(last, table.batch()))) {
        throw differs(table);
      }
      last = batch.getLast();
      compared += batch.size();
      progress.at("Comparing", table.name(), compared);
      batch = source.after(last, table.batch());
    }
    if (!target.after(last, 1).isEmpty()) {
      throw differs(table);
    }
    progress.done("Compared", table.name(), compared);
  }

  private static IllegalStateException differs(Rows.Table table) {
    return new IllegalStateException(
        "The copy of " + table.name() + " differs: empty the target and begin anew.");
  }

  private static long sum(List<Rows.Values> rows) {
    CRC32 sum = new CRC32();
    rows.forEach(row -> Rows.count(sum, row));
    return sum.getValue() << 16 | (rows.size() & 0xffff);
  }

  // Each chat's log is 1, 2, 3 … as far as its row says.
  private void checkLogs() {
    long wrong =
        to.number(
            """
            select count(*) from chats c where c.last_event_id <> (
              select count(*) from entries e
              where e.chat_id = c.id and e.event_id between 1 and c.last_event_id)
            """);
    if (wrong > 0) {
      throw new IllegalStateException("The logs of " + wrong + " chats have gaps in the copy.");
    }
  }

  private long count(String table) {
    return to.number("select count(*) from " + table);
  }

  private void inTransaction(Runnable work) {
    to.beginWriting();
    try {
      work.run();
      to.run("commit");
    } catch (RuntimeException e) {
      to.run("rollback");
      throw e;
    }
  }
}
