package io.vestnik.client.wire;

import io.vestnik.model.Change;
import io.vestnik.model.Inline;
import io.vestnik.model.Wire;
import io.vestnik.protocol.Scalar;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the value of each type of field is read, and what stands for one that is absent.
final class FieldReaders {
  private FieldReaders() {}

  /// Reads a value that is there and is not null; null where it is a word that is not known.
  interface Item {
    @Nullable Object read(Object value);
  }

  static boolean isInline(RecordComponent part) {
    return part.isAnnotationPresent(Inline.class);
  }

  /// What an absent field is: nothing of its type.
  static @Nullable Object absent(Class<?> type) {
    if (type == long.class) {
      return 0L;
    }
    if (type == int.class) {
      return 0;
    }
    if (type == double.class) {
      return 0.0;
    }
    if (type == boolean.class) {
      return false;
    }
    if (type == List.class) {
      return List.of();
    }
    return type == Change.class ? new Change.Keep<>() : null;
  }

  static Item of(Type type) {
    if (type instanceof ParameterizedType of) {
      Item inner = of(of.getActualTypeArguments()[0]);
      if (of.getRawType() == List.class) {
        return value -> list(value, inner);
      }
      if (of.getRawType() == Change.class) {
        return value -> changed(inner.read(value));
      }
    }
    if (type instanceof Class<?> plain) {
      return of(plain);
    }
    throw new IllegalArgumentException("No field of an answer may be of the type " + type);
  }

  private static Item of(Class<?> type) {
    if (type == String.class) {
      return String.class::cast;
    }
    if (type == long.class || type == Long.class) {
      return Long.class::cast;
    }
    if (type == int.class || type == Integer.class) {
      return value -> Math.toIntExact((Long) value);
    }
    if (type == double.class || type == Double.class) {
      return value -> ((Number) value).doubleValue();
    }
    if (type == boolean.class || type == Boolean.class) {
      return Boolean.class::cast;
    }
    if (type == Scalar.class) {
      return FieldReaders::scalar;
    }
    if (type.isEnum()) {
      return words(type);
    }
    if (type.isRecord()) {
      return value -> AnswerReader.of(type.asSubclass(Record.class)).read(object(value));
    }
    throw new IllegalArgumentException("No field of an answer may be of the type " + type);
  }

  private static Object scalar(Object value) {
    return value instanceof Long whole ? new Scalar.Whole(whole) : new Scalar.Text((String) value);
  }

  private static @Nullable Object changed(@Nullable Object value) {
    return value == null ? new Change.Keep<>() : new Change.Set<>(value);
  }

  private static Item words(Class<?> type) {
    Map<String, Object> words = new HashMap<>();
    for (Object constant : type.getEnumConstants()) {
      words.put(((Wire) constant).word(), constant);
    }
    return value -> words.get((String) value);
  }

  private static List<Object> list(Object value, Item inner) {
    List<?> values = (List<?>) value;
    List<Object> list = new ArrayList<>(values.size());
    for (Object one : values) {
      Object read = one == null ? null : inner.read(one);
      if (read != null) {
        list.add(read);
      }
    }
    return List.copyOf(list);
  }

  @SuppressWarnings("unchecked") // JsonTree makes no other maps
  static Map<String, @Nullable Object> object(Object value) {
    return (Map<String, @Nullable Object>) value;
  }
}
