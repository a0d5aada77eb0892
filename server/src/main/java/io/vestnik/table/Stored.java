package io.vestnik.table;

import io.vestnik.model.ChatType;
import io.vestnik.model.ContentType;
import io.vestnik.model.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The numbers and words that stand for enums in the tables. They never change their meaning.
final class Stored {
  static final List<Role> ROLES = List.of(Role.OWNER, Role.ADMIN, Role.MEMBER);
  static final List<ChatType> CHAT_TYPES = List.of(ChatType.PERSONAL, ChatType.GROUP);
  static final Map<String, ContentType> CONTENT_TYPES =
      Stream.of(ContentType.values())
          .collect(Collectors.toUnmodifiableMap(ContentType::word, Function.identity()));

  /// The kinds of entries.
  static final int MESSAGE = 0;

  static final int CHAT_CREATED = 1;

  private Stored() {}

  static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : number;
  }

  static ContentType contentType(String word) {
    ContentType type = CONTENT_TYPES.get(word);
    if (type == null) {
      throw new IllegalStateException("No content_type is stored as " + word);
    }
    return type;
  }
}
