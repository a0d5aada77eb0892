package io.vestnik.client.wire;

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

/// Reads a JSON object into plain values: `Map`, `List`, `String`, `Long`, `Double`, `Boolean`,
/// null. A whole number that no long holds is a `Double`.
public final class JsonTree {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private JsonTree() {}

  /// The object that the text holds.
  ///
  /// @throws UnreadableException where it holds none
  public static Map<String, @Nullable Object> object(String text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new UnreadableException("Not a JSON object.");
      }
      Map<String, @Nullable Object> object = members(parser);
      if (parser.nextToken() != null) {
        throw new UnreadableException("Something follows the JSON object.");
      }
      return object;
    } catch (JacksonException e) {
      throw new UnreadableException("Not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Map<String, @Nullable Object> members(JsonParser parser) {
    Map<String, @Nullable Object> members = LinkedHashMap.newLinkedHashMap(8);
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      members.put(name, value(parser, parser.nextToken()));
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
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> whole(parser);
      case VALUE_NUMBER_FLOAT -> (Object) parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case START_OBJECT -> members(parser);
      case START_ARRAY -> items(parser);
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new UnreadableException("Not JSON.");
    };
  }

  private static Object whole(JsonParser parser) {
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      return parser.getBigIntegerValue().doubleValue();
    }
    return parser.getLongValue();
  }
}
