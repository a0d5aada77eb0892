package io.vestnik.protocol;

import io.vestnik.model.Always;
import io.vestnik.model.Change;
import io.vestnik.model.Inline;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;

/// Writes a record's components as the fields of a JSON object.
final class RecordWriter {
  private static final ClassValue<RecordWriter> WRITERS =
      new ClassValue<>() {
        @Override
        protected RecordWriter computeValue(Class<?> type) {
          return new RecordWriter(type);
        }
      };

  private final Component[] components;

  private RecordWriter(Class<?> type) {
    components = Stream.of(type.getRecordComponents()).map(Component::of).toArray(Component[]::new);
  }

  static RecordWriter of(Class<?> type) {
    return WRITERS.get(type);
  }

  void writeFields(Record record, JsonWriter out) {
    for (Component component : components) {
      component.write(record, out);
    }
  }

  private sealed interface Component {
    void write(Record record, JsonWriter out);

    static Component of(RecordComponent part) {
      var name = new SerializedString(part.getName());
      Class<?> type = part.getType();
      return type == long.class || type == int.class
          ? new Whole(name, accessor(part, long.class))
          : new Any(
              name,
              part.isAnnotationPresent(Always.class),
              part.isAnnotationPresent(Inline.class),
              accessor(part, Object.class));
    }

    private static MethodHandle accessor(RecordComponent part, Class<?> as) {
      try {
        return MethodHandles.lookup()
            .unreflect(part.getAccessor())
            .asType(MethodType.methodType(as, Record.class));
      } catch (IllegalAccessException e) {
        throw new IllegalArgumentException("A record on the wire must be public: " + part, e);
      }
    }

    /// What an accessor throws, which has nothing to throw that must be declared.
    static RuntimeException unchecked(Throwable thrown) {
      return switch (thrown) {
        case RuntimeException e -> e;
        case Error e -> throw e;
        case Throwable e -> new IllegalStateException(e);
      };
    }
  }

  // Most of what a list has is numbers: these are never boxed.
  private record Whole(SerializableString name, MethodHandle accessor) implements Component {
    @Override
    public void write(Record record, JsonWriter out) {
      long value;
      try {
        value = (long) accessor.invokeExact(record);
      } catch (Throwable e) {
        throw Component.unchecked(e);
      }
      out.field(name, value);
    }
  }

  private record Any(SerializableString name, boolean always, boolean inline, MethodHandle accessor)
      implements Component {
    @Override
    public void write(Record record, JsonWriter out) {
      Object value = get(record);
      if (inline && value instanceof Record inner) {
        of(inner.getClass()).writeFields(inner, out);
      } else if (always || (value != null && !(value instanceof Change.Keep<?>))) {
        out.field(name, value);
      }
    }

    private @Nullable Object get(Record record) {
      try {
        return (Object) accessor.invokeExact(record);
      } catch (Throwable e) {
        throw Component.unchecked(e);
      }
    }
  }
}
