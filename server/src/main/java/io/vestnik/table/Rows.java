package io.vestnik.table;

import io.vestnik.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// One table's rows as they are, in the order of its key: for what copies whole tables from one
/// database to another.
public final class Rows {
  /// All tables but `dataset`, `migrations` and `unfinished_copy`.
  public static final List<Table> TABLES =
      List.of(
          new Table("users", List.of("id"), true),
          new Table("photos", List.of("photo_id"), false),
          new Table("sessions", List.of("id"), true),
          new Table("ended_sessions", List.of("id"), false),
          new Table("released_names", List.of("username_key"), false),
          new Table("codes", List.of("user_id", "purpose"), false),
          new Table("mails", List.of("id"), true),
          new Table("second_factors", List.of("user_id"), false),
          new Table("recovery_codes", List.of("user_id", "code_hash"), false),
          new Table("exports", List.of("file_id"), false),
          new Table("export_parts", List.of("file_id", "number"), false),
          new Table("registration_invites", List.of("invite"), false),
          new Table("blocks", List.of("user_id", "blocked_id"), false),
          new Table("chats", List.of("id"), true),
          new Table("members", List.of("chat_id", "user_id"), false),
          new Table("former_members", List.of("chat_id", "user_id"), false),
          new Table("invites", List.of("invite"), false),
          new Table("group_keys", List.of("user_id", "client_message_id"), false),
          new Table("marker_moves", List.of("chat_id", "user_id", "kind", "message_id"), false),
          new Table("entries", List.of("id"), true),
          new Table("versions", List.of("chat_id", "event_id"), false),
          new Table("reactions", List.of("chat_id", "message_id", "user_id"), false),
          new Table("pins", List.of("chat_id", "message_id"), false),
          new Table("mentions", List.of("chat_id", "user_id", "message_id"), false),
          new Table("hidden", List.of("chat_id", "user_id", "message_id"), false),
          new Table("ended_chats", List.of("chat_id"), false));

  private static final Set<String> TEXTS =
      Set.of("invite", "client_message_id", "username_key", "photo_id", "file_id");

  private final Sql sql;
  private final Table table;
  private final List<String> columns;

  /// A table.
  ///
  /// @param key the columns by which each row is found, and in whose order they are read
  /// @param numbered whether the database gives the ids of new rows
  public record Table(String name, List<String> key, boolean numbered) {
    /// How many of its rows are copied at once: fewer where each may be large.
    public int batch() {
      return name.equals("photos") || name.equals("export_parts") ? 50 : 1_000;
    }
  }

  /// A row's values, in the order of the columns: numbers, truths, texts and bytes.
  public record Values(@Nullable Object[] values) {}

  public Rows(Sql sql, Table table, List<String> columns) {
    this.sql = sql;
    this.table = table;
    this.columns = columns;
  }

  /// The table's columns.
  public static List<String> columns(Sql sql, Table table) {
    List<List<String>> names = new ArrayList<>();
    sql.first(
        // A row of nulls where there is none of the table's.
        "select t.* from (select 1 as one) o left join (select * from "
            + table.name
            + " limit 1) t on true",
        row -> names.add(names(row.getMetaData())));
    return names.getFirst();
  }

  private static List<String> names(ResultSetMetaData data) throws SQLException {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      names.add(data.getColumnName(i).toLowerCase(Locale.ROOT));
    }
    return names;
  }

  /// The rows after that one, or the first where it is null.
  public List<Values> after(@Nullable Values last, int limit) {
    String where = last == null ? "" : " where (" + keyList() + ") > (" + marks(table.key) + ")";
    List<@Nullable Object> parameters = new ArrayList<>();
    if (last != null) {
      table.key.forEach(column -> parameters.add(last.values[columns.indexOf(column)]));
    }
    parameters.add(limit);
    return sql.list(
        select() + where + " order by " + keyList() + " limit ?", this::read, parameters.toArray());
  }

  /// The last row, or null where there is none.
  public @Nullable Values last() {
    String descending = String.join(" desc, ", ordered()) + " desc";
    return sql.first(select() + " order by " + descending + " limit 1", this::read);
  }

  private String select() {
    return "select " + String.join(", ", columns) + " from " + table.name;
  }

  private String keyList() {
    return String.join(", ", ordered());
  }

  // Texts in the same order in any database.
  private List<String> ordered() {
    return table.key.stream()
        .map(column -> TEXTS.contains(column) ? column + sql.dialect().byBytes() : column)
        .toList();
  }

  private static String marks(List<String> of) {
    return String.join(", ", Collections.nCopies(of.size(), "?"));
  }

  /// Adds rows that another database has.
  public void add(List<Values> rows) {
    sql.updateEach(
        "insert into "
            + table.name
            + " ("
            + String.join(", ", columns)
            + ") values ("
            + marks(columns)
            + ")",
        rows.stream().map(Values::values).toList());
  }

  /// Lets new rows have the numbers above those that were added.
  public void numberOn() {
    if (table.numbered) {
      sql.first(sql.dialect().numberOn(table.name), row -> row.getLong(1));
    }
  }

  // Both databases say alike what a column holds, though not by the same types.
  private Values read(ResultSet row) throws SQLException {
    ResultSetMetaData data = row.getMetaData();
    @Nullable Object[] values = new @Nullable Object[columns.size()];
    for (int i = 1; i <= values.length; i++) {
      String type = data.getColumnTypeName(i).toLowerCase(Locale.ROOT);
      Object value =
          switch (type) {
            case "bool", "boolean" -> row.getBoolean(i);
            case "bytea", "blob" -> row.getBytes(i);
            case "text" -> row.getString(i);
            default -> row.getLong(i);
          };
      values[i - 1] = row.wasNull() ? null : value;
    }
    return new Values(values);
  }

  /// Adds the row to a checksum, the same for the same row in any database.
  public static void count(CRC32 sum, Values row) {
    for (Object value : row.values) {
      byte[] bytes =
          switch (value) {
            case null -> new byte[0];
            case byte[] raw -> raw;
            case Object other -> other.toString().getBytes(StandardCharsets.UTF_8);
          };
      sum.update(value == null ? 0 : 1);
      sum.update(bytes.length >>> 16);
      sum.update(bytes.length >>> 8);
      sum.update(bytes.length);
      sum.update(bytes);
    }
  }
}
