package io.vestnik.protocol;

import org.jspecify.annotations.Nullable;

/// A value that may come as a string or as an integer, as `contact_value` does.
public sealed interface Scalar {
  /// It came as a string.
  record Text(String value) implements Scalar {}

  /// It came as an integer that fits a long.
  record Whole(long value) implements Scalar {}

  /// The value as an id (protocol §2), or null where it is none.
  default @Nullable Long asId() {
    return switch (this) {
      case Whole(long value) -> value > 0 && value <= Fields.MAX_ID ? value : null;
      case Text(String value) -> {
        Long id = Fields.digits(value);
        yield id != null && id > 0 && id <= Fields.MAX_ID ? id : null;
      }
    };
  }

  /// Whether the value is an integer, or one that decimal digits spell.
  default boolean isWhole() {
    return switch (this) {
      case Whole _ -> true;
      case Text(String value) -> Fields.isDigits(value);
    };
  }

  /// The value as a string.
  default String asText() {
    return switch (this) {
      case Whole(long value) -> Long.toString(value);
      case Text(String value) -> value;
    };
  }
}
