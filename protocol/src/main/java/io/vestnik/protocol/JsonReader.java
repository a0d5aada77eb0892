package io.vestnik.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Reads one frame into plain values: `Map`, `List`, `String`, `Long`, `BigInteger`, `Boolean`,
/// null, and the two marks below. Strict: what protocol §1 calls malformed is refused.
public final class JsonReader {
  /// A string that holds U+0000 or a lone surrogate: refused where it is used (protocol §1).
  enum BadText {
    HERE
  }

  /// A number with a fraction or an exponent: no field of the contract takes one.
  enum Fraction {
    HERE
  }

  static final int MAX_DEPTH = 32;
  static final int MAX_DIGITS = 32;
  private static final int MAX_FRAME_BYTES = 1 << 20;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_DIGITS)
                  .maxStringLength(MAX_FRAME_BYTES)
                  .maxNameLength(MAX_FRAME_BYTES)
                  .build())
          .build();

  private JsonReader() {}

  /// The object that the UTF-8 bytes hold. Refuses with 400 `malformed` what is no JSON, no object,
  /// has a key twice, is nested over 32 deep or holds a number of over 32 digits.
  public static Map<String, @Nullable Object> object(byte[] utf8) {
    if (!beginsAsObject(utf8)) {
      throw Rejection.malformed("A frame must be one JSON object.");
    }
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
      parser.nextToken();
      Map<String, @Nullable Object> object = members(parser);
      if (parser.nextToken() != null) {
        throw Rejection.malformed("Something follows the JSON object.");
      }
      return object;
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  // Where, if the parser knows, and not what it says of its own settings.
  private static Rejection malformed(JacksonException e) {
    long at = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
    return Rejection.malformed(
        "Not JSON that is taken here%s; nesting may be %d deep, a number may have %d digits."
            .formatted(at < 0 ? "" : ", from about byte " + at + " on", MAX_DEPTH, MAX_DIGITS));
  }

  // Also keeps the parser from guessing UTF-16 or a byte order mark.
  private static boolean beginsAsObject(byte[] utf8) {
    for (byte b : utf8) {
      if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
        return b == '{' && (utf8.length < 2 || utf8[1] != 0);
      }
    }
    return false;
  }

  private static Map<String, @Nullable Object> members(JsonParser parser) {
    Map<String, @Nullable Object> members = LinkedHashMap.newLinkedHashMap(8);
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      int before = members.size();
      members.put(name, value(parser, parser.nextToken()));
      if (members.size() == before) {
        throw Rejection.malformed("A key stands twice in one object: " + printable(name));
      }
    }
    return members;
  }

  private static List<@Nullable Object> items(JsonParser parser) {
    List<@Nullable Object> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(value(parser, token));
    }
    return items;
  }

  private static @Nullable Object value(JsonParser parser, JsonToken token) {
    return switch (token) {
      case VALUE_STRING -> text(parser.getString());
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> Fraction.HERE;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case START_OBJECT -> members(parser);
      case START_ARRAY -> items(parser);
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
          throw Rejection.malformed("Not JSON that is taken here.");
    };
  }

  private static Object integer(JsonParser parser) {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? parser.getBigIntegerValue()
        : Long.valueOf(parser.getLongValue());
  }

  private static Object text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return BadText.HERE;
      }
      if (Character.isSurrogate(c)) {
        boolean paired =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!paired) {
          return BadText.HERE;
        }
        i++;
      }
    }
    return text;
  }

  private static String printable(String name) {
    return name.codePoints()
        .limit(64)
        .filter(c -> c >= ' ' && Character.getType(c) != Character.SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
