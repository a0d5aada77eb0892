package io.vestnik.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A way into an answer: names, `[3]` for one element, `[]` for each.
final class Path {

  private static final Pattern STEP = Pattern.compile("\\.?([^.\\[\\]]+)|\\[(\\d*)]");

  private Path() {}

  /// All values that the path leads to, none where there is nothing.
  static List<@Nullable Object> find(@Nullable Object root, String path) {
    List<@Nullable Object> here = new ArrayList<>();
    here.add(root);
    Matcher step = STEP.matcher(path);
    int end = 0;
    while (end < path.length()) {
      if (!step.find(end) || step.start() != end) {
        throw new IllegalArgumentException("not a path: " + path);
      }
      here = follow(here, step.group(1), step.group(2));
      end = step.end();
    }
    return here;
  }

  private static List<@Nullable Object> follow(
      List<@Nullable Object> here, @Nullable String name, @Nullable String index) {
    List<@Nullable Object> next = new ArrayList<>();
    for (Object value : here) {
      if (name != null && value instanceof Map<?, ?> object && object.containsKey(name)) {
        next.add(object.get(name));
      } else if (index != null && value instanceof List<?> array) {
        pick(array, index, next);
      }
    }
    return next;
  }

  private static void pick(List<?> array, String index, List<@Nullable Object> next) {
    if (index.isEmpty()) {
      next.addAll(array);
    } else if (Integer.parseInt(index) < array.size()) {
      next.add(array.get(Integer.parseInt(index)));
    }
  }
}
