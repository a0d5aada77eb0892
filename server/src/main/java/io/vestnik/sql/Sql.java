package io.vestnik.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// One database connection and its prepared statements. Used by one thread at a time.
public final class Sql implements AutoCloseable {
  private static final int MAX_STATEMENTS = 200;

  private final Connection connection;
  private final Dialect dialect;
  private boolean writing;
  private final SequencedMap<String, PreparedStatement> statements =
      new LinkedHashMap<>(64, 0.75f, true);

  public Sql(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /// What is the database's own.
  public Dialect dialect() {
    return dialect;
  }

  /// Begins a transaction in which what is read of chats and members stays so until it ends.
  public void beginWriting() {
    run(dialect.beginWriting());
    writing = true;
  }

  /// Begins a transaction that only reads, all of it in one snapshot.
  public void beginReading() {
    run(dialect.beginReading());
    writing = false;
  }

  /// What at the end of a select keeps the table's rows as they are, where this transaction will
  /// write.
  public String lock(String table) {
    return writing ? dialect.lockRows(table) : "";
  }

  /// What at the end of a select keeps the table's rows there, where this transaction will write.
  public String keep(String table) {
    return writing ? dialect.keepRows(table) : "";
  }

  /// Reads one row of a result.
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  public <T> List<T> list(String sql, Row<T> reader, @Nullable Object... parameters) {
    try (ResultSet rows = bind(sql, parameters).executeQuery()) {
      List<T> list = new ArrayList<>();
      while (rows.next()) {
        list.add(reader.read(rows));
      }
      return list;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /// The rows as far as one answer can hold them: what has this many characters of text in it is
  /// enough, however many rows there are.
  ///
  /// @param length the characters of a row's text
  public <T> List<T> listUpTo(
      int most,
      ToIntFunction<T> length,
      String sql,
      Row<T> reader,
      @Nullable Object... parameters) {
    try (ResultSet rows = bind(sql, parameters).executeQuery()) {
      List<T> list = new ArrayList<>();
      long total = 0;
      while (total < most && rows.next()) {
        T one = reader.read(rows);
        list.add(one);
        total += length.applyAsInt(one);
      }
      return list;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /// The first row, or null where there is none.
  public <T> @Nullable T first(String sql, Row<T> reader, @Nullable Object... parameters) {
    try (ResultSet rows = bind(sql, parameters).executeQuery()) {
      return rows.next() ? reader.read(rows) : null;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /// The one number that the statement returns, as `insert … returning id` does.
  public long number(String sql, @Nullable Object... parameters) {
    Long number = first(sql, row -> row.getLong(1), parameters);
    if (number == null) {
      throw new IllegalStateException("No row from: " + sql);
    }
    return number;
  }

  /// How many rows were changed.
  public int update(String sql, @Nullable Object... parameters) {
    try {
      return bind(sql, parameters).executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /// Runs the statement once for each row of parameters. Each must change one row: that one does
  /// not is taken for the deed of another transaction.
  public void updateEach(String sql, List<@Nullable Object[]> rows) {
    for (int changed : runEach(sql, rows)) {
      if (changed != 1) {
        throw StorageException.overtaken(changed + " rows changed by: " + sql);
      }
    }
  }

  /// Runs the statement once for each row of parameters, all of them in one round trip.
  ///
  /// @return how many rows each has changed
  public int[] runEach(String sql, List<@Nullable Object[]> rows) {
    try {
      PreparedStatement statement = prepare(sql);
      for (@Nullable Object[] row : rows) {
        set(statement, row);
        statement.addBatch();
      }
      return statement.executeBatch();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /// Runs a statement that has neither parameters nor a result.
  public void run(String sql) {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private PreparedStatement bind(String sql, @Nullable Object[] parameters) throws SQLException {
    PreparedStatement statement = prepare(sql);
    set(statement, parameters);
    return statement;
  }

  private static void set(PreparedStatement statement, @Nullable Object[] row) throws SQLException {
    for (int i = 0; i < row.length; i++) {
      Object value = row[i];
      switch (value) {
        case Long number -> statement.setLong(i + 1, number);
        case Integer number -> statement.setInt(i + 1, number);
        case String text -> statement.setString(i + 1, text);
        case Boolean truth -> statement.setBoolean(i + 1, truth);
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        case null -> statement.setObject(i + 1, null);
        case Object other -> statement.setObject(i + 1, other);
      }
    }
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
      if (statements.size() > MAX_STATEMENTS) {
        statements.pollFirstEntry().getValue().close();
      }
    }
    return statement;
  }

  private StorageException failed(SQLException e) {
    return new StorageException(e, dialect);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failed(e);
    }
  }
}
