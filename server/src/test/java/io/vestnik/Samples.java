package io.vestnik;

import io.vestnik.model.Change;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Message;
import io.vestnik.protocol.Encoded;
import io.vestnik.protocol.JsonWriter;
import io.vestnik.protocol.Required;
import io.vestnik.protocol.Scalar;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Records with a value in each component: the same for records whose components have the same
/// names.
final class Samples {
  private Samples() {}

  /// One of that type.
  ///
  /// @param full whether optional components have values too
  static <R extends Record> R of(Class<R> type, boolean full) {
    return make(type, full, null);
  }

  /// One whose component `event` is this word.
  static <R extends Record> R named(Class<R> type, String word) {
    return make(type, true, word);
  }

  private static <R extends Record> R make(Class<R> type, boolean full, @Nullable String word) {
    RecordComponent[] parts = type.getRecordComponents();
    Class<?>[] types = Stream.of(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values =
        Stream.of(parts)
            .map(part -> word != null && part.getName().equals("event") ? word : value(part, full))
            .toArray();
    try {
      return type.getConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException why) {
        throw why;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Object value(RecordComponent part, boolean full) {
    if (part.getType() == Change.class && !full && !part.isAnnotationPresent(Required.class)) {
      return new Change.Keep<>();
    }
    boolean optional = part.getAnnotatedType().isAnnotationPresent(Nullable.class);
    return optional && !full ? null : value(part.getGenericType(), part.getName(), full);
  }

  private static Object value(Type type, String name, boolean full) {
    if (type instanceof ParameterizedType of) {
      Object inner = value(of.getActualTypeArguments()[0], name, full);
      if (of.getRawType() == Encoded.class) {
        return JsonWriter.encode((Record) inner);
      }
      return of.getRawType() == List.class ? List.of(inner) : new Change.Set<>(inner);
    }
    return value((Class<?>) type, name, full);
  }

  private static Object value(Class<?> type, String name, boolean full) {
    if (type == String.class) {
      return name + " 🙂";
    }
    if (type == long.class || type == Long.class) {
      return 1L + Math.floorMod(name.hashCode(), 900);
    }
    if (type == int.class || type == Integer.class) {
      return 1 + Math.floorMod(name.hashCode(), 900);
    }
    if (type == double.class) {
      return 1.5;
    }
    if (type == boolean.class || type == Boolean.class) {
      return true;
    }
    if (type == Scalar.class) {
      return new Scalar.Whole(7);
    }
    if (type == Event.class) {
      return new Event.MessageSent(of(Message.class, full));
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    String word = type == Entry.class ? "message" : null;
    return make(type.asSubclass(Record.class), full, word);
  }
}
