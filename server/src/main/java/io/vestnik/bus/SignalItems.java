package io.vestnik.bus;

import io.vestnik.model.Signal;
import io.vestnik.model.TokenHash;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Signals as lists: the kind's name, then its components. A new kind of signal travels without
/// another line here, as long as its components are of the types below.
final class SignalItems {
  private static final Map<String, Class<?>> KINDS = new HashMap<>();

  static {
    for (Class<?> kind : Signal.class.getPermittedSubclasses()) {
      KINDS.put(kind.getSimpleName(), kind);
    }
  }

  private SignalItems() {}

  static List<@Nullable Object> of(Signal signal) {
    List<@Nullable Object> items = new ArrayList<>();
    items.add(signal.getClass().getSimpleName());
    try {
      for (RecordComponent component : signal.getClass().getRecordComponents()) {
        items.add(item(component.getAccessor().invoke(signal)));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Not a signal that can travel: " + signal.getClass(), e);
    }
    return items;
  }

  private static @Nullable Object item(@Nullable Object value) {
    return value instanceof TokenHash hash
        ? Base64.getUrlEncoder().withoutPadding().encodeToString(hash.bytes())
        : value;
  }

  static Signal read(List<?> items) {
    Class<?> kind = KINDS.get((String) items.getFirst());
    if (kind == null) {
      throw new IllegalArgumentException("no kind of signal: " + items.getFirst());
    }
    RecordComponent[] components = kind.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    @Nullable Object[] values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = value(types[i], items.get(i + 1));
    }
    try {
      Constructor<?> constructor = kind.getDeclaredConstructor(types);
      return (Signal) constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("not a signal: " + items.getFirst(), e);
    }
  }

  private static @Nullable Object value(Class<?> type, @Nullable Object item) {
    if (item == null) {
      return null;
    }
    if (type.equals(TokenHash.class)) {
      return new TokenHash(Base64.getUrlDecoder().decode((String) item));
    }
    return type.equals(int.class) ? (Object) Math.toIntExact((Long) item) : item;
  }
}
