package io.vestnik.client.state;

import io.vestnik.client.wire.AnswerReader;
import io.vestnik.client.wire.JsonTree;
import io.vestnik.client.wire.UnreadableException;
import io.vestnik.protocol.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A step as one line of JSON. What says nothing is left out.
final class StepText {
  private StepText() {}

  static String write(Step step) {
    Map<String, Object> line = new LinkedHashMap<>();
    if (step.reset()) {
      line.put("reset", true);
    }
    String cursor = step.cursor();
    if (cursor != null) {
      line.put("cursor", cursor);
    }
    if (step.complete()) {
      line.put("complete", true);
    }
    if (step.user_id() != 0) {
      line.put("user_id", step.user_id());
    }
    if (step.handed() != 0) {
      line.put("handed", step.handed());
    }
    put(line, "gone", step.gone());
    put(line, "places", step.places());
    put(line, "deliveries", step.deliveries().stream().map(StepText::tagged).toList());
    put(line, "queued", step.queued());
    put(line, "settled", step.settled());
    return JsonWriter.text(line);
  }

  private static void put(Map<String, Object> line, String name, List<?> values) {
    if (!values.isEmpty()) {
      line.put(name, values);
    }
  }

  private static Map<String, Object> tagged(Delivery delivery) {
    return Map.of("kind", delivery.getClass().getSimpleName(), "is", delivery);
  }

  /// @throws UnreadableException where the line is no step
  static Step read(String line) {
    Map<String, @Nullable Object> object = JsonTree.object(line);
    List<Delivery> deliveries = new ArrayList<>();
    if (object.remove("deliveries") instanceof List<?> all) {
      all.forEach(one -> deliveries.add(delivery(one)));
    }
    Plain plain = AnswerReader.of(Plain.class).read(object);
    return new Step(
        plain.reset,
        plain.cursor,
        plain.complete,
        plain.user_id,
        plain.gone,
        plain.places,
        plain.handed,
        deliveries,
        plain.queued,
        plain.settled);
  }

  /// A step but for its deliveries.
  public record Plain(
      boolean reset,
      @Nullable String cursor,
      boolean complete,
      long user_id,
      List<Long> gone,
      List<Place> places,
      int handed,
      List<Unsent> queued,
      List<String> settled) {}

  @SuppressWarnings("unchecked") // JsonTree makes no other maps
  private static Delivery delivery(@Nullable Object tagged) {
    if (tagged instanceof Map<?, ?> both && both.get("is") instanceof Map<?, ?> fields) {
      for (Class<?> kind : Delivery.class.getPermittedSubclasses()) {
        if (kind.getSimpleName().equals(both.get("kind"))) {
          return (Delivery)
              AnswerReader.of(kind.asSubclass(Record.class))
                  .read((Map<String, @Nullable Object>) fields);
        }
      }
    }
    throw new UnreadableException("A delivery of a kind that is not known.");
  }
}
