package io.vestnik.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.TestPostgres;
import io.vestnik.model.SystemClock;
import io.vestnik.sql.Sql;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys that are handed to a query as one parameter come out as they went in, from every database.
class KeysTest {
  private static final long BEYOND_DOUBLE = (1L << 53) + 1;
  private static final String ODD_TEXT = "a \"б\" \\ , ] } \n 😀 ''";

  /// The promises, each kept on a database that a subclass opens.
  abstract static class Contract {
    private TransferEnd end;

    abstract TransferEnd open();

    @BeforeEach
    void openFirst() {
      end = open();
    }

    @AfterEach
    void closeLast() {
      end.close();
      drop();
    }

    void drop() {}

    private void comesBack(String types, List<List<Object>> rows) {
      String[] each = types.split(" ", -1);
      Sql sql = end.sql();
      String query = "select * from " + sql.dialect().keyTable(each) + " as keys";
      assertThat(sql.list(query, row -> values(each, row), sql.dialect().keys(rows)))
          .containsExactlyInAnyOrderElementsOf(rows);
    }

    private static List<Object> values(String[] types, ResultSet row) throws SQLException {
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < types.length; i++) {
        values.add(types[i].equals("text") ? row.getString(i + 1) : row.getLong(i + 1));
      }
      return values;
    }

    @Test
    void numbers() {
      comesBack("bigint", List.of(List.of(1L), List.of(BEYOND_DOUBLE), List.of(Long.MAX_VALUE)));
    }

    @Test
    void texts() {
      comesBack("text", List.of(List.of("12"), List.of(""), List.of(ODD_TEXT)));
    }

    @Test
    void pairsOfNumbers() {
      comesBack(
          "bigint bigint",
          List.of(List.of(1L, 2L), List.of(1L, 3L), List.of(BEYOND_DOUBLE, Long.MAX_VALUE)));
    }

    @Test
    void pairsOfANumberAndAText() {
      comesBack(
          "bigint text",
          List.of(List.of(1L, "12"), List.of(1L, ODD_TEXT), List.of(Long.MAX_VALUE, "")));
    }

    @Test
    void threes() {
      comesBack(
          "bigint bigint bigint",
          List.of(List.of(1L, 2L, 3L), List.of(1L, BEYOND_DOUBLE, Long.MAX_VALUE)));
    }

    @Test
    void none() {
      comesBack("bigint", List.of());
      comesBack("bigint text", List.of());
      comesBack("bigint bigint bigint", List.of());
    }
  }

  @Nested
  class Sqlite extends Contract {
    private @TempDir Path folder;

    @Override
    TransferEnd open() {
      return TransferEnd.folder(folder, false, new SystemClock());
    }
  }

  @Nested
  class Postgres extends Contract {
    private final String database = TestPostgres.empty();

    @Override
    TransferEnd open() {
      return TransferEnd.database(TestPostgres.settings(database).url(), new SystemClock());
    }

    @Override
    void drop() {
      TestPostgres.drop(database);
    }
  }
}
