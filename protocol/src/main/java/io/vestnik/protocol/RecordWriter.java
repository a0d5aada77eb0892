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
      Object value = component.get(record);
      if (component.inline && value instanceof Record inner) {
        of(inner.getClass()).writeFields(inner, out);
      } else if (component.always || (value != null && !(value instanceof Change.Keep<?>))) {
        out.field(component.name, value);
      }
    }
  }

  private record Component(
      SerializableString name, boolean always, boolean inline, MethodHandle accessor) {
    static Component of(RecordComponent part) {
      try {
        return new Component(
            new SerializedString(part.getName()),
            part.isAnnotationPresent(Always.class),
            part.isAnnotationPresent(Inline.class),
            MethodHandles.lookup()
                .unreflect(part.getAccessor())
                .asType(MethodType.methodType(Object.class, Record.class)));
      } catch (IllegalAccessException e) {
        throw new IllegalArgumentException("A record on the wire must be public: " + part, e);
      }
    }

    @Nullable Object get(Record record) {
      try {
        return (Object) accessor.invokeExact(record);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
