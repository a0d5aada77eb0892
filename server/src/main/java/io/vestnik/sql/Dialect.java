package io.vestnik.sql;

import java.sql.SQLException;
import java.util.List;

/// What differs between the databases; all else is one body of SQL.
public interface Dialect {
  /// A schema file with the words in `${…}` put in.
  String schema(String template);

  /// The statement that begins a transaction that will write.
  String beginWriting();

  /// The statement that begins a transaction that only reads, all of it in one snapshot.
  String beginReading();

  /// What to select so that no other program changes the schema until the transaction ends.
  String lockSchema();

  /// What at the end of a select keeps the table's rows as they are until the transaction ends;
  /// blank where a transaction that writes is alone anyway.
  String lockRows(String table);

  /// What at the end of a select keeps the table's rows there until the transaction ends, though
  /// others may change them; blank where a transaction that writes is alone anyway.
  String keepRows(String table);

  /// As [#lockRows], but leaves out the rows that another transaction keeps.
  String lockFreeRows(String table);

  /// A table expression of the rows given by [#keys(List)], with the columns k1, k2, ….
  ///
  /// @param types `bigint` or `text`, one a column; the first of two is `bigint`
  String keyTable(String... types);

  /// The parameter of [#keyTable].
  Object keys(List<? extends List<?>> rows);

  /// What after a text in `order by` and comparisons has it ordered by its bytes.
  String byBytes();

  /// The query that lets the table's next row have a number above all that it holds.
  String numberOn(String table);

  /// Whether the error says that the database cannot be reached or written now.
  boolean away(SQLException e);

  /// Whether the error, where it is a commit's, says that nothing was written.
  boolean undone(SQLException e);

  /// Whether the error says that another transaction came in between: the same again may go well.
  boolean race(SQLException e);

  /// Whether the error says that others hold what is wanted, for too long or too often.
  boolean busy(SQLException e);
}
