package io.vestnik.export;

import io.vestnik.protocol.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// A list as JSON, an item at a time, however many there are.
final class JsonList {
  private final OutputStream out;
  private boolean empty = true;

  private JsonList(OutputStream out) {
    this.out = out;
  }

  /// Writes a list of the items that `items` adds.
  static void write(OutputStream out, Consumer<JsonList> items) {
    JsonList list = new JsonList(out);
    list.text("[");
    items.accept(list);
    list.text("]");
  }

  void add(Record item) {
    separate();
    text(JsonWriter.text(item));
  }

  /// Adds an item with one more field, a list that is written in the same way.
  void add(Record item, String field, Consumer<JsonList> items) {
    separate();
    String json = JsonWriter.text(item);
    text(json.substring(0, json.length() - 1) + ",\"" + field + "\":");
    write(out, items);
    text("}");
  }

  private void separate() {
    text(empty ? "\n" : ",\n");
    empty = false;
  }

  private void text(String text) {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
