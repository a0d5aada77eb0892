package io.vestnik.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the server has said, looked into by paths such as `chats[0].chat_members[1].username`.
///
/// `[]` stands for every element, in [#list], [#numbers] and [#texts]: `messages[].message_id`.
public interface Fields {

  Map<String, @Nullable Object> body();

  /// Whether the field is there, be it null.
  default boolean has(String path) {
    return !found(path).isEmpty();
  }

  /// The value at the path, which may be null; fails the test if there is no such field.
  default @Nullable Object get(String path) {
    List<@Nullable Object> found = found(path);
    if (found.size() != 1) {
      throw new AssertionError(path + " is there " + found.size() + " times in " + this);
    }
    return found.getFirst();
  }

  /// The whole number at the path.
  default long number(String path) {
    return (long) required(path, Long.class);
  }

  default String text(String path) {
    return required(path, String.class);
  }

  default boolean truth(String path) {
    return required(path, Boolean.class);
  }

  /// The elements of the list at the path; with `[]` in it, everything that it leads to.
  default List<@Nullable Object> list(String path) {
    int each = path.indexOf("[]");
    if (each >= 0) {
      required(path.substring(0, each), List.class);
      return found(path);
    }
    List<?> list = required(path, List.class);
    return new ArrayList<>(list);
  }

  /// As [#list], where all are whole numbers.
  default List<Long> numbers(String path) {
    return list(path).stream().map(value -> as(path, Long.class, value)).toList();
  }

  /// As [#list], where all are strings.
  default List<String> texts(String path) {
    return list(path).stream().map(value -> as(path, String.class, value)).toList();
  }

  private <T> T required(String path, Class<T> type) {
    return as(path, type, get(path));
  }

  private <T> T as(String path, Class<T> type, @Nullable Object value) {
    if (!type.isInstance(value)) {
      throw new AssertionError(path + " is no " + type.getSimpleName() + " in " + this);
    }
    return type.cast(value);
  }

  private List<@Nullable Object> found(String path) {
    return Path.find(body(), path);
  }
}
