package io.vestnik.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of a list: as many items as were asked for and fit into one frame, at least one where
/// there is one (protocol §1).
///
/// @param hasMore whether anything is left in the direction read
public record Page<T extends Record>(List<Encoded<T>> items, boolean hasMore) {
  /// The most items of any page, asked for or not.
  public static final int MAX_ITEMS = 1000;

  // The frame's 1 MiB, less what the envelope and other fields of an answer may take.
  private static final int MAX_BYTES = (1 << 20) - (16 << 10);

  /// How many items to fetch for a page: one more than asked for tells whether there are more.
  public static int fetch(@Nullable Integer limit) {
    return (limit == null ? MAX_ITEMS : limit) + 1;
  }

  /// The page that begins with the first of the items.
  public static <T extends Record> Page<T> of(List<T> items, @Nullable Integer limit) {
    int most = Math.min(items.size(), limit == null ? MAX_ITEMS : limit);
    List<Encoded<T>> page = new ArrayList<>(most);
    int bytes = 0;
    try (JsonWriter.Encoder encoder = new JsonWriter.Encoder()) {
      for (T item : items.subList(0, most)) {
        Encoded<T> json = encoder.encode(item);
        bytes += json.size() + 1;
        if (bytes > MAX_BYTES && !page.isEmpty()) {
          break;
        }
        page.add(json);
      }
    }
    return new Page<>(page, page.size() < items.size());
  }
}
