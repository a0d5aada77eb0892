package io.vestnik.sql;

import io.vestnik.protocol.JsonWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/// SQLite's own ways.
public final class SqliteDialect implements Dialect {
  // Primary result codes (sqlite.org/rescode.html).
  private static final int BUSY = 5;
  private static final int NOMEM = 7; // as FULL and IOERR, it may roll the transaction back itself
  private static final int READONLY = 8;
  private static final int IOERR = 10;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANTOPEN = 14;
  private static final int NOTADB = 26;
  private static final Set<Integer> AWAY =
      Set.of(BUSY, NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB);

  @Override
  public String schema(String template) {
    return template
        .replace("${id}", "integer primary key autoincrement")
        .replace("${bytes}", "blob")
        .replace(" ${bytewise}", "")
        .replace("${clustered}", "without rowid");
  }

  @Override
  public String beginWriting() {
    return "begin immediate";
  }

  @Override
  public String beginReading() {
    return "begin";
  }

  @Override
  public String lockSchema() {
    return "select 1";
  }

  @Override
  public String lockRows(String table) {
    return "";
  }

  @Override
  public String keepRows(String table) {
    return "";
  }

  @Override
  public String lockFreeRows(String table) {
    return "";
  }

  // A column alone is [1, 2], or ["a"]; two are {"1": 2}, in which a number may stand twice. More
  // are [[1, 2, 3]], of which SQLite reads each row as JSON again.
  @Override
  public String keyTable(String... types) {
    if (types.length == 1) {
      return "(select value as k1 from json_each(?))";
    }
    if (types.length == 2) {
      return "(select cast(key as integer) as k1, value as k2 from json_each(?))";
    }
    StringBuilder table = new StringBuilder("(select ");
    for (int i = 0; i < types.length; i++) {
      table.append(i == 0 ? "" : ", ").append("value ->> ").append(i).append(" as k").append(i + 1);
    }
    return table.append(" from json_each(?))").toString();
  }

  @Override
  public Object keys(List<? extends List<?>> rows) {
    int columns = rows.isEmpty() ? 0 : rows.getFirst().size();
    return switch (columns) {
      case 1 -> JsonWriter.text(rows.stream().map(List::getFirst).toList());
      case 2 -> pairs(rows);
      default -> JsonWriter.text(rows);
    };
  }

  private static String pairs(List<? extends List<?>> rows) {
    StringBuilder json = new StringBuilder(rows.size() * 16).append('{');
    for (List<?> row : rows) {
      json.append(json.length() == 1 ? "\"" : ",\"").append(row.getFirst()).append("\":");
      if (row.getLast() instanceof Number number) {
        json.append(number);
      } else {
        json.append(JsonWriter.text(row.getLast()));
      }
    }
    return json.append('}').toString();
  }

  @Override
  public String byBytes() {
    return "";
  }

  @Override
  public String numberOn(String table) {
    return "select 1"; // autoincrement knows
  }

  // A commit that found no room has written no end of itself: nothing of it can come back.
  @Override
  public boolean undone(SQLException e) {
    return (e.getErrorCode() & 0xff) == FULL;
  }

  @Override
  public boolean race(SQLException e) {
    return false;
  }

  @Override
  public boolean busy(SQLException e) {
    return false;
  }

  @Override
  public boolean away(SQLException e) {
    return AWAY.contains(e.getErrorCode() & 0xff);
  }
}
