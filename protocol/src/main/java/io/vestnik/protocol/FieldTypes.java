package io.vestnik.protocol;

import io.vestnik.model.Change;
import io.vestnik.model.Wire;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which Java type a request's field may have, and how a value of it is read.
final class FieldTypes {
  private FieldTypes() {}

  static Fields.Item<?> reader(RecordComponent part) {
    Length length = part.getAnnotation(Length.class);
    int least = length == null ? 0 : length.min();
    int most = length == null ? Integer.MAX_VALUE : length.max();
    Type type = part.getGenericType();
    if (part.getType() == Change.class) {
      type = argument(type);
    }
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      Fields.Item<?> item = single(part, argument(list), 0, Integer.MAX_VALUE);
      return (field, value) -> {
        if (value instanceof List<?> values) {
          Fields.length(field, values.size(), least, most);
        }
        return Fields.list(field, value, item);
      };
    }
    return single(part, type, least, most);
  }

  private static Type argument(Type type) {
    return ((ParameterizedType) type).getActualTypeArguments()[0];
  }

  private static Fields.Item<?> single(RecordComponent part, Type type, int least, int most) {
    if (type == String.class) {
      return (field, value) -> Fields.text(field, value, least, most);
    }
    if (type == long.class || type == Long.class) {
      return number(part);
    }
    if (type == int.class || type == Integer.class) {
      Fields.Item<Long> number = number(part);
      return (field, value) -> Math.toIntExact(number.read(field, value));
    }
    if (type == boolean.class || type == Boolean.class) {
      return Fields::truth;
    }
    if (type == Scalar.class) {
      return Fields::scalar;
    }
    if (type instanceof Class<?> words && words.isEnum()) {
      return word(words);
    }
    if (type instanceof Class<?> nested && nested.isRecord()) {
      return nested(nested.asSubclass(Record.class));
    }
    throw new IllegalArgumentException("No field may be of the type " + type);
  }

  private static Fields.Item<Long> number(RecordComponent part) {
    Id id = part.getAnnotation(Id.class);
    if (id != null) {
      return (field, value) -> Fields.id(field, value, id.min());
    }
    Range range = part.getAnnotation(Range.class);
    long least = range == null ? Long.MIN_VALUE : range.min();
    long most = range == null ? Long.MAX_VALUE : range.max();
    return (field, value) -> Fields.number(field, value, least, most);
  }

  private static Fields.Item<?> word(Class<?> words) {
    List<Wire> all = Stream.of(words.getEnumConstants()).map(Wire.class::cast).toList();
    String list = all.stream().map(Wire::word).collect(Collectors.joining(", "));
    return (field, value) -> {
      String text = Fields.text(field, value, 0, Integer.MAX_VALUE);
      for (Wire one : all) {
        if (one.word().equals(text)) {
          return one;
        }
      }
      throw Rejection.range(field, field + " must be one of: " + list + ".");
    };
  }

  private static <R extends Record> Fields.Item<R> nested(Class<R> type) {
    RecordReader<R> reader = new RecordReader<>(type);
    return (field, value) -> {
      Map<String, @Nullable Object> object = Fields.object(field, value);
      try {
        return reader.read(object);
      } catch (Rejection inner) {
        throw inner.under(field);
      }
    };
  }
}
