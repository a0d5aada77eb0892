package io.vestnik.client.wire;

import io.vestnik.model.Change;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes a record of a JSON object, of whatever age the server is: a field that the record does not
/// have is ignored, one that is absent is null, 0, false or empty, and a word that an enum does not
/// have is null, or is left out of a list.
public final class AnswerReader<R extends Record> {
  private static final ClassValue<AnswerReader<?>> READERS =
      new ClassValue<>() {
        @Override
        protected AnswerReader<?> computeValue(Class<?> type) {
          return new AnswerReader<>(type.asSubclass(Record.class));
        }
      };

  private final Component[] components;
  private final MethodHandle constructor;

  private AnswerReader(Class<R> type) {
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

  /// The reader of that type.
  @SuppressWarnings("unchecked") // computeValue makes them so
  public static <R extends Record> AnswerReader<R> of(Class<R> type) {
    return (AnswerReader<R>) READERS.get(type);
  }

  /// The record that the object's fields make.
  ///
  /// @throws UnreadableException where a field is of another type than the protocol's
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

  private record Component(
      String name, @Nullable Object absent, boolean inline, FieldReaders.Item item) {
    static Component of(RecordComponent part) {
      boolean inline = FieldReaders.isInline(part);
      return new Component(
          part.getName(),
          part.getAnnotatedType().isAnnotationPresent(Nullable.class)
              ? null
              : FieldReaders.absent(part.getType()),
          inline,
          inline
              ? value -> Kinds.event(FieldReaders.object(value))
              : FieldReaders.of(part.getGenericType()));
    }

    @Nullable Object read(Map<String, @Nullable Object> object) {
      Object value = inline ? object : object.get(name);
      if (value == null) {
        return absent instanceof Change && object.containsKey(name) ? new Change.Clear<>() : absent;
      }
      try {
        return item.read(value);
      } catch (ClassCastException | ArithmeticException e) {
        throw new UnreadableException("The field " + name + " has a value of another type.", e);
      }
    }
  }
}
