package io.vestnik.sql;

import io.vestnik.model.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a database to the schema of this program: numbered files, each in one transaction, each
/// once.
public final class Migrations {
  private static final Logger log = LoggerFactory.getLogger(Migrations.class);
  private static final List<File> FILES = List.of(new File("1-first.sql", 1));

  private Migrations() {}

  /// A numbered file; its place in the list is its number.
  ///
  /// @param readableFrom the lowest number that a program may know and still use what this makes
  private record File(String name, int readableFrom) {}

  /// Runs what has not run yet.
  ///
  /// @throws IllegalStateException where the database is of a newer program that does not let this
  ///   one go on, or was made by a file that has changed since
  public static void run(Sql sql, Clock clock) {
    sql.beginWriting();
    try {
      sql.run(sql.dialect().lockSchema());
      sql.run(
          """
          create table if not exists migrations (
            number integer primary key, readable_from integer not null, checksum bigint not null,
            applied_time bigint not null)
          """);
      List<Applied> applied =
          sql.list(
              "select readable_from, checksum from migrations order by number",
              row -> new Applied(row.getInt(1), row.getLong(2)));
      refuseNewer(applied);
      for (int i = 0; i < FILES.size(); i++) {
        String template = read(FILES.get(i).name);
        if (i >= applied.size()) {
          apply(sql, i + 1, template, clock);
        } else if (applied.get(i).checksum != checksum(template)) {
          throw new IllegalStateException("Schema file " + FILES.get(i).name + " has changed.");
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
    List<Long> known = FILES.stream().map(file -> checksum(read(file.name))).toList();
    if (!applied.equals(known)) {
      throw new IllegalStateException(
          "The data are of another version of Vestnik: start a server of this one first.");
    }
  }

  /// Of which data set an unfinished copy is here, or null where all data are.
  public static @Nullable String unfinished(Sql sql) {
    return sql.first("select dataset from unfinished_copy", row -> row.getString(1));
  }

  /// Refuses what is not all there.
  ///
  /// @throws IllegalStateException with a line for the operator
  public static void refuseUnfinished(Sql sql) {
    if (unfinished(sql) != null) {
      throw new IllegalStateException("Not all data are here: run `migrate` again to its end.");
    }
  }

  private record Applied(int readableFrom, long checksum) {}

  private static void refuseNewer(List<Applied> applied) {
    int readableFrom = applied.stream().mapToInt(Applied::readableFrom).max().orElse(0);
    if (readableFrom > FILES.size()) {
      throw new IllegalStateException(
          "The data are of a newer Vestnik (schema %d, for programs that know %d; this knows %d)."
              .formatted(applied.size(), readableFrom, FILES.size()));
    }
    if (applied.size() > FILES.size()) {
      log.info(
          "The data are of a newer Vestnik (schema {}), which lets this one ({}) go on.",
          applied.size(),
          FILES.size());
    }
  }

  private static void apply(Sql sql, int number, String template, Clock clock) {
    for (String statement : sql.dialect().schema(template).split(";\\s*(\\n|$)")) {
      if (!statement.isBlank()) {
        sql.run(statement);
      }
    }
    sql.update(
        """
        insert into migrations (number, readable_from, checksum, applied_time)
        values (?, ?, ?, ?)
        """,
        number,
        FILES.get(number - 1).readableFrom,
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
