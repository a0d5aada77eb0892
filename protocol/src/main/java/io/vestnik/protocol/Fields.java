package io.vestnik.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The checks of single values, each refusing with 422 or 413 and naming the field (protocol §2).
final class Fields {
  static final long MAX_ID = (1L << 53) - 1;
  private static final int MAX_ID_DIGITS = 16;

  private Fields() {}

  /// The number that decimal digits spell, or null where they are none or too many. Zeros before it
  /// do not count.
  static @Nullable Long digits(String text) {
    if (!isDigits(text)) {
      return null;
    }
    int zeros = 0;
    while (zeros < text.length() - 1 && text.charAt(zeros) == '0') {
      zeros++;
    }
    return text.length() - zeros > MAX_ID_DIGITS
        ? null
        : Long.parseLong(text, zeros, text.length(), 10);
  }

  static long id(String field, Object value, long min) {
    long id;
    if (value instanceof Long number) {
      id = number;
    } else if (value instanceof String text && isDigits(text)) {
      Long number = digits(text);
      id = number == null ? Long.MAX_VALUE : number;
    } else if (value instanceof java.math.BigInteger) {
      id = Long.MAX_VALUE;
    } else {
      throw Rejection.type(field, "an integer");
    }
    if (id < min || id > MAX_ID) {
      throw Rejection.range(field, field + " must be from " + min + " to 2^53 - 1.");
    }
    return id;
  }

  static boolean isDigits(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  static long number(String field, Object value, long min, long max) {
    long number;
    if (value instanceof Long small) {
      number = small;
    } else if (value instanceof java.math.BigInteger) {
      throw outside(field, min, max);
    } else {
      throw Rejection.type(field, "an integer");
    }
    if (number < min || number > max) {
      throw outside(field, min, max);
    }
    return number;
  }

  private static Rejection outside(String field, long min, long max) {
    return Rejection.range(field, field + " must be from " + min + " to " + max + ".");
  }

  static String text(String field, Object value, int min, int max) {
    if (value == JsonReader.BadText.HERE) {
      throw badText(field);
    }
    if (!(value instanceof String text)) {
      throw Rejection.type(field, "a string");
    }
    length(field, text.codePointCount(0, text.length()), min, max);
    return text;
  }

  static void length(String field, int length, int min, int max) {
    if (length > max) {
      throw Rejection.tooLong(field, max);
    }
    if (length < min) {
      throw Rejection.range(field, field + " must be at least " + min + " long.");
    }
  }

  static boolean truth(String field, Object value) {
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw Rejection.type(field, "true or false");
  }

  static Scalar scalar(String field, Object value) {
    if (value == JsonReader.BadText.HERE) {
      throw badText(field);
    }
    if (value instanceof String text) {
      return new Scalar.Text(text);
    }
    if (value instanceof Long number) {
      return new Scalar.Whole(number);
    }
    if (value instanceof java.math.BigInteger big) {
      return new Scalar.Text(big.toString());
    }
    throw Rejection.type(field, "a string or an integer");
  }

  static <T> List<T> list(String field, Object value, Item<T> item) {
    if (!(value instanceof List<?> values)) {
      throw Rejection.type(field, "a list");
    }
    List<T> list = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      Object one = values.get(i);
      String name = field + "[" + i + "]";
      if (one == null) {
        throw Rejection.missing(name);
      }
      list.add(item.read(name, one));
    }
    return List.copyOf(list);
  }

  @SuppressWarnings("unchecked") // the reader makes no other maps
  static Map<String, @Nullable Object> object(String field, Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw Rejection.type(field, "an object");
  }

  static Rejection badText(String field) {
    return Rejection.format(field, field + " holds U+0000 or a lone surrogate.");
  }

  /// Reads one item of a list.
  interface Item<T> {
    T read(String field, Object value);
  }
}
