package io.vestnik.bus;

import io.vestnik.protocol.JsonReader;
import io.vestnik.protocol.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Letters as texts of the bus: JSON, each no longer than [Bus#MAX_LENGTH].
///
/// `{"node":"…","number":7,"hints":[["grown",3,12],["typing",3,5]]}`
public final class Letters {
  /// More ids than these do not stand in one hint.
  public static final int MAX_IDS = 200;

  private static final int MAX_HINT = Bus.MAX_LENGTH - 200;
  private static final Logger log = LoggerFactory.getLogger(Letters.class);
  private static final String NODE = "node";
  private static final String NUMBER = "number";
  private static final String HINTS = "hints";
  private static final String ASKED = "asked";
  private static final String FAREWELL = "farewell";

  private Letters() {}

  /// These hints in as many letters as they need, numbered from `first` on.
  public static List<String> pack(String node, long first, List<Hint> hints) {
    List<String> letters = new ArrayList<>(1);
    StringBuilder letter = begin(node, first);
    boolean empty = true;
    for (Hint hint : hints) {
      String text = JsonWriter.text(items(hint));
      if (text.length() > MAX_HINT) {
        log.error("A hint of {} characters is left out: {}", text.length(), hint.getClass());
        continue;
      }
      if (!empty && letter.length() + text.length() + 3 > Bus.MAX_LENGTH) {
        letters.add(letter.append("]}").toString());
        letter = begin(node, first + letters.size());
        empty = true;
      }
      letter.append(empty ? "" : ",").append(text);
      empty = false;
    }
    letters.add(letter.append("]}").toString());
    return letters;
  }

  private static StringBuilder begin(String node, long number) {
    return new StringBuilder(256)
        .append("{\"node\":")
        .append(JsonWriter.text(List.of(node)), 1, node.length() + 3)
        .append(",\"number\":")
        .append(number)
        .append(",\"hints\":[");
  }

  private static List<?> items(Hint hint) {
    return switch (hint) {
      case Hint.Grown(long chatId, long last) -> List.of("grown", chatId, last);
      case Hint.Named(long chatId, long eventId, List<Long> users) ->
          List.of("named", chatId, eventId, users);
      case Hint.Told(var signal) -> SignalItems.of(signal);
      case Hint.Present(long userId, boolean online, long time) ->
          List.of("present", userId, online, time);
      case Hint.AllPresent(boolean first, boolean last, List<Long> users) ->
          List.of("allPresent", first, last, users);
    };
  }

  /// Ids in parts that fit into one hint each; one empty part where there are none.
  public static List<List<Long>> parts(List<Long> ids) {
    return LongStream.rangeClosed(0, Math.max(0, (ids.size() - 1) / MAX_IDS))
        .mapToObj(i -> ids.stream().skip(i * MAX_IDS).limit(MAX_IDS).toList())
        .toList();
  }

  static String heartbeat(String node, long number) {
    return JsonWriter.text(Map.of(NODE, node, NUMBER, number));
  }

  static String ask(String node, String asked) {
    return JsonWriter.text(Map.of(NODE, node, ASKED, asked));
  }

  static String farewell(String node) {
    return JsonWriter.text(Map.of(NODE, node, FAREWELL, true));
  }

  /// The letter, or null where it is none that this program can read.
  public static @Nullable Letter read(String text) {
    try {
      return letter(JsonReader.object(text.getBytes(StandardCharsets.UTF_8)));
    } catch (RuntimeException e) {
      log.debug("A letter that cannot be read: {}", e.toString());
      return null;
    }
  }

  private static Letter letter(Map<String, @Nullable Object> fields) {
    String node = (String) field(fields, NODE);
    if (fields.containsKey(ASKED)) {
      return new Letter.Ask(node, (String) field(fields, ASKED));
    }
    if (fields.containsKey(FAREWELL)) {
      return new Letter.Farewell(node);
    }
    long number = (Long) field(fields, NUMBER);
    if (!fields.containsKey(HINTS)) {
      return new Letter.Heartbeat(node, number);
    }
    List<?> hints = (List<?>) field(fields, HINTS);
    return new Letter.Hints(node, number, hints.stream().flatMap(Letters::hint).toList());
  }

  private static Object field(Map<String, @Nullable Object> fields, String name) {
    Object value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("without " + name);
    }
    return value;
  }

  // What a newer program tells of and this one does not know is left out.
  private static Stream<Hint> hint(Object hint) {
    try {
      return Stream.of(known((List<?>) hint));
    } catch (RuntimeException e) {
      log.debug("A hint that cannot be read: {}", e.toString());
      return Stream.empty();
    }
  }

  private static Hint known(List<?> items) {
    return switch ((String) items.getFirst()) {
      case "grown" -> new Hint.Grown(number(items, 1), number(items, 2));
      case "named" -> new Hint.Named(number(items, 1), number(items, 2), ids(items, 3));
      case "present" -> new Hint.Present(number(items, 1), truth(items, 2), number(items, 3));
      case "allPresent" -> new Hint.AllPresent(truth(items, 1), truth(items, 2), ids(items, 3));
      default -> new Hint.Told(SignalItems.read(items));
    };
  }

  static long number(List<?> items, int at) {
    return (Long) items.get(at);
  }

  static boolean truth(List<?> items, int at) {
    return (Boolean) items.get(at);
  }

  static List<Long> ids(List<?> items, int at) {
    return ((List<?>) items.get(at)).stream().map(Long.class::cast).toList();
  }
}
