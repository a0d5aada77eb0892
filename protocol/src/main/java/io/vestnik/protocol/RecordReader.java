package io.vestnik.protocol;

import io.vestnik.model.Change;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes a record of a JSON object: its components are the fields, in the order in which they are
/// checked. `@Nullable` components are optional, [Change] ones keep null apart from absence, and
/// [Id], [Range] and [Length] say what is allowed.
public final class RecordReader<R extends Record> {
  // Made when it is first asked for: a start waits for none of the many that there are.
  private static final ClassValue<RecordReader<?>> READERS =
      new ClassValue<>() {
        @Override
        @SuppressWarnings("unchecked") // `of` asks for records alone
        protected RecordReader<?> computeValue(Class<?> type) {
          return new RecordReader<>((Class<? extends Record>) type);
        }
      };

  private final Component[] components;
  private final MethodHandle constructor;

  /// A reader for a record whose component types the contract uses.
  ///
  /// @throws IllegalArgumentException where a component is of another type
  public RecordReader(Class<R> type) {
    RecordComponent[] parts = type.getRecordComponents();
    components = Stream.of(parts).map(Component::of).toArray(Component[]::new);
    Class<?>[] types = Stream.of(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      constructor =
          MethodHandles.lookup()
              .findConstructor(type, MethodType.methodType(void.class, types))
              .asSpreader(Object[].class, types.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("No public canonical constructor: " + type, e);
    }
  }

  /// The one reader for a record, made when it is first asked for.
  ///
  /// @throws IllegalArgumentException where a component is of a type that the contract does not use
  @SuppressWarnings("unchecked") // what is kept for a type is its own
  public static <R extends Record> RecordReader<R> of(Class<R> type) {
    return (RecordReader<R>) READERS.get(type);
  }

  /// The record that the object's fields make. Refuses with 422 or 413, naming the first field that
  /// is wrong. Fields that the record does not have are ignored.
  @SuppressWarnings("unchecked") // the constructor is R's
  public R read(Map<String, @Nullable Object> object) {
    @Nullable Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = components[i].read(object);
    }
    try {
      return (R) (Object) constructor.invokeExact(values);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /// One field: its name, whether it may be absent, and how its value is read.
  private record Component(String name, Absence absence, Fields.Item<?> item) {
    static Component of(RecordComponent part) {
      return new Component(part.getName(), Absence.of(part), FieldTypes.reader(part));
    }

    @Nullable Object read(Map<String, @Nullable Object> object) {
      Object value = object.get(name);
      if (value != null) {
        Object read = item.read(name, value);
        return absence == Absence.CHANGE || absence == Absence.REQUIRED_CHANGE
            ? new Change.Set<>(read)
            : read;
      }
      return switch (absence) {
        case REQUIRED -> throw Rejection.missing(name);
        case OPTIONAL -> null;
        case CHANGE -> object.containsKey(name) ? new Change.Clear<>() : new Change.Keep<>();
        case REQUIRED_CHANGE -> {
          if (!object.containsKey(name)) {
            throw Rejection.missing(name);
          }
          yield new Change.Clear<>();
        }
      };
    }
  }

  private enum Absence {
    REQUIRED,
    OPTIONAL,
    CHANGE,
    REQUIRED_CHANGE;

    static Absence of(RecordComponent part) {
      if (part.getType() == Change.class) {
        return part.isAnnotationPresent(Required.class) ? REQUIRED_CHANGE : CHANGE;
      }
      return part.getAnnotatedType().isAnnotationPresent(Nullable.class) ? OPTIONAL : REQUIRED;
    }
  }
}
