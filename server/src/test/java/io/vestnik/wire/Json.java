package io.vestnik.wire;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// JSON as tests want it: maps that keep their order, strictly read and plainly written.
public final class Json {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Json() {}

  /// The object that `text` holds and nothing else; fails the test at anything that is not that.
  ///
  /// A whole number is a `Long` (beyond it, and any other, a `BigDecimal`); the rest is `String`,
  /// `Boolean`, `List`, `Map` and null.
  public static Map<String, @Nullable Object> read(String text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new AssertionError("not a JSON object: " + text);
      }
      Map<String, @Nullable Object> object = readObject(parser);
      if (parser.nextToken() != null) {
        throw new AssertionError("more than one JSON object: " + text);
      }
      return object;
    } catch (JacksonException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  /// Writes maps, iterables, strings, numbers, booleans and null.
  ///
  /// A lone surrogate is written as an escape: as UTF-8 it could not be sent.
  public static String write(@Nullable Object value) {
    var text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(generator, value);
    }
    return escapeLoneSurrogates(text.toString());
  }

  /// The object of these names and values, in turns: `object("mode", "auth", "n", 1)`.
  public static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a name without a value, or the other way round");
    }
    var object = new LinkedHashMap<String, @Nullable Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (!(namesAndValues[i] instanceof String name)) {
        throw new IllegalArgumentException("a name is a string, not " + namesAndValues[i]);
      }
      object.put(name, namesAndValues[i + 1]);
    }
    return object;
  }

  private static Map<String, @Nullable Object> readObject(JsonParser parser) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      object.put(name, readValue(parser));
    }
    return object;
  }

  private static List<@Nullable Object> readArray(JsonParser parser) {
    var array = new ArrayList<@Nullable Object>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(readValue(parser));
    }
    return array;
  }

  private static @Nullable Object readValue(JsonParser parser) {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return readObject(parser);
    }
    if (token == JsonToken.START_ARRAY) {
      return readArray(parser);
    }
    if (token == JsonToken.VALUE_STRING) {
      return parser.getString();
    }
    if (token == JsonToken.VALUE_NUMBER_INT) {
      boolean big = parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER;
      return big ? (Object) parser.getDecimalValue() : (Object) parser.getLongValue();
    }
    if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      return parser.getDecimalValue();
    }
    return token == JsonToken.VALUE_NULL ? null : (Object) (token == JsonToken.VALUE_TRUE);
  }

  private static void write(JsonGenerator generator, @Nullable Object value) {
    switch (value) {
      case null -> generator.writeNull();
      case String text -> generator.writeString(text);
      case Boolean truth -> generator.writeBoolean(truth);
      case BigDecimal number -> generator.writeNumber(number);
      case BigInteger number -> generator.writeNumber(number);
      case Double number -> generator.writeNumber(number);
      case Number number -> generator.writeNumber(number.longValue());
      case Map<?, ?> object -> writeObject(generator, object);
      case Iterable<?> array -> writeArray(generator, array);
      case Object other -> throw new IllegalArgumentException("not for JSON: " + other.getClass());
    }
  }

  private static void writeObject(JsonGenerator generator, Map<?, ?> object) {
    generator.writeStartObject();
    object.forEach((name, value) -> {
      generator.writeName(String.valueOf(name));
      write(generator, value);
    });
    generator.writeEndObject();
  }

  private static void writeArray(JsonGenerator generator, Iterable<?> array) {
    generator.writeStartArray();
    array.forEach(value -> write(generator, value));
    generator.writeEndArray();
  }

  private static String escapeLoneSurrogates(String text) {
    var escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> {
          if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
            escaped.append("\\u%04x".formatted(point));
          } else {
            escaped.appendCodePoint(point);
          }
        });
    return escaped.toString();
  }
}
