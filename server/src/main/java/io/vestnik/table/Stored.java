package io.vestnik.table;

import io.vestnik.model.ChatType;
import io.vestnik.model.ContentType;
import io.vestnik.model.Permissions;
import io.vestnik.model.Role;
import io.vestnik.table.MemberRow.Bar;
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
  static final List<Bar> BARS = List.of(Bar.NONE, Bar.BLOCKED, Bar.ACCOUNT_DELETED);
  static final List<ChatType> CHAT_TYPES = List.of(ChatType.PERSONAL, ChatType.GROUP);
  static final Map<String, ContentType> CONTENT_TYPES =
      Stream.of(ContentType.values())
          .collect(Collectors.toUnmodifiableMap(ContentType::word, Function.identity()));

  /// The kinds of entries.
  static final int MESSAGE = 0;

  static final int CHAT_CREATED = 1;
  static final int MESSAGE_EDITED = 2;
  static final int MESSAGES_DELETED = 3;
  static final int REACTION = 4;
  static final int MESSAGE_PINNED = 5;
  static final int CHAT_EDITED = 6;
  static final int MEMBER_ADDED = 7;
  static final int MEMBER_REMOVED = 8;
  static final int ROLE_CHANGED = 9;

  private Stored() {}

  static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : number;
  }

  // Two bits for each role, from the lowest bits up, then one for the history.
  static @Nullable Permissions permissions(@Nullable Long packed) {
    if (packed == null) {
      return null;
    }
    long bits = packed;
    return new Permissions(
        role(bits, 0),
        role(bits, 1),
        role(bits, 2),
        role(bits, 3),
        role(bits, 4),
        (bits >>> 10 & 1) == 0 ? Permissions.History.ALL : Permissions.History.JOINED);
  }

  private static Role role(long bits, int place) {
    return ROLES.get((int) (bits >>> (2 * place) & 3));
  }

  static long packed(Permissions permissions) {
    return ROLES.indexOf(permissions.send())
        | (long) ROLES.indexOf(permissions.add_members()) << 2
        | (long) ROLES.indexOf(permissions.edit()) << 4
        | (long) ROLES.indexOf(permissions.pin()) << 6
        | (long) ROLES.indexOf(permissions.invite()) << 8
        | (permissions.history() == Permissions.History.ALL ? 0L : 1L << 10);
  }

  static ContentType contentType(String word) {
    ContentType type = CONTENT_TYPES.get(word);
    if (type == null) {
      throw new IllegalStateException("No content_type is stored as " + word);
    }
    return type;
  }
}
