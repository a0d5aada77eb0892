package io.vestnik.table;

import java.sql.SQLException;
import java.util.List;

/// What differs between the databases; all else is one body of SQL.
public interface Dialect {
  /// A schema file with the words in `${…}` put in.
  public String schema(String template);

  /// The statement that begins a transaction that will write.
  public String beginWriting();

  /// A table expression of the rows given by [#keys(List)], with the columns k1, k2, ….
  ///
  /// @param types `bigint` or `text`, one a column
  public String keyTable(String... types);

  /// The parameters of [#keyTable].
  public Object[] keys(List<? extends List<?>> rows);

  /// Whether the error says that the database cannot be reached or written now.
  public boolean away(SQLException e);

  /// Whether the error says that there is no room for what was to be written.
  boolean full(SQLException e);
}
