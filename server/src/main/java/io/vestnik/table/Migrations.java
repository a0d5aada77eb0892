package io.vestnik.table;

import io.vestnik.model.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a database to the schema of this program: numbered files, each in one transaction, each
/// once.
public final class Migrations {
  private static final Logger log = LoggerFactory.getLogger(Migrations.class);
  private static final List<String> FILES = List.of("1-first.sql");

  private Migrations() {}

  /// Runs what has not run yet.
  ///
  /// @throws IllegalStateException where the database is of a newer program, or was made by a file
  ///   that has changed since
  public static void run(Sql sql, Clock clock) {
    sql.run(
        """
        create table if not exists migrations (
          number integer primary key, checksum bigint not null, applied_time bigint not null)
        """);
    sql.run(sql.dialect().beginWriting());
    try {
      List<long[]> applied =
          sql.list(
              "select number, checksum from migrations order by number",
              row -> new long[] {row.getLong(1), row.getLong(2)});
      if (applied.size() > FILES.size()) {
        throw new IllegalStateException(
            "The data are of a newer Vestnik (schema %d, this one knows %d)."
                .formatted(applied.size(), FILES.size()));
      }
      for (int i = 0; i < FILES.size(); i++) {
        String template = read(FILES.get(i));
        if (i >= applied.size()) {
          apply(sql, i + 1, template, clock);
        } else if (applied.get(i)[1] != checksum(template)) {
          throw new IllegalStateException("Schema file " + FILES.get(i) + " has changed.");
        }
      }
      sql.run("commit");
    } catch (RuntimeException e) {
      sql.run("rollback");
      throw e;
    }
  }

  /// Leaves the database as it is.
  ///
  /// @throws IllegalStateException where it has not exactly this program's schema
  public static void requireCurrent(Sql sql) {
    List<Long> applied =
        sql.list("select checksum from migrations order by number", row -> row.getLong(1));
    List<Long> known = FILES.stream().map(file -> checksum(read(file))).toList();
    if (!applied.equals(known)) {
      throw new IllegalStateException(
          "The data are of another version of Vestnik: start a server of this one first.");
    }
  }

  private static void apply(Sql sql, int number, String template, Clock clock) {
    for (String statement : sql.dialect().schema(template).split(";\\s*(\\n|$)")) {
      if (!statement.isBlank()) {
        sql.run(statement);
      }
    }
    sql.update(
        "insert into migrations (number, checksum, applied_time) values (?, ?, ?)",
        number,
        checksum(template),
        clock.millis());
    log.debug("Schema is now {}", number);
  }

  private static long checksum(String template) {
    CRC32 crc = new CRC32();
    crc.update(template.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }

  private static String read(String file) {
    try (InputStream in = Migrations.class.getResourceAsStream("/schema/" + file)) {
      if (in == null) {
        throw new IllegalStateException("No schema file " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
