package io.vestnik;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.client.mode.Mode;
import io.vestnik.client.mode.Request;
import io.vestnik.client.wire.AnswerReader;
import io.vestnik.client.wire.JsonTree;
import io.vestnik.client.wire.Kinds;
import io.vestnik.mode.Row;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Notice;
import io.vestnik.protocol.Answer;
import io.vestnik.protocol.Envelope;
import io.vestnik.protocol.JsonReader;
import io.vestnik.protocol.JsonWriter;
import io.vestnik.protocol.RecordReader;
import io.vestnik.protocol.Rejection;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.ParameterizedType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the client writes the server reads, and the other way round, for every mode and every kind
/// of event that there is.
class ClientWireTest {
  static Stream<Row<?>> modes() {
    return Modes.table(ContractTest.parts()).stream()
        .filter(row -> row.name().equalsIgnoreCase(row.mode().getClass().getSimpleName()));
  }

  private static Class<? extends Record> clientType(Row<?> row) throws Exception {
    return Class.forName("io.vestnik.client.mode." + row.mode().getClass().getSimpleName())
        .asSubclass(Record.class);
  }

  private static Class<? extends Record> serverType(Row<?> row, int index) {
    var kind = (ParameterizedType) row.mode().getClass().getGenericInterfaces()[0];
    return ((Class<?>) kind.getActualTypeArguments()[index]).asSubclass(Record.class);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void theServerReadsARequestAsItWasMeant(Row<?> row) throws Exception {
    for (boolean full : new boolean[] {true, false}) {
      Record meant;
      try {
        meant = Samples.of(serverType(row, 0), full);
      } catch (Rejection e) {
        continue; // an opaque value that only a server can make
      }
      Record request = Samples.of(clientType(row), full);
      Mode<?> mode = ((Request<?>) request).mode();
      assertThat(mode.name()).isEqualTo(row.name());
      String frame =
          JsonWriter.request(Map.of("mode", mode.name(), "timestamp", 1L, "token", "t"), request);
      Map<String, Object> fields = JsonReader.object(frame.getBytes(StandardCharsets.UTF_8));
      assertThat(RecordReader.of(row.request()).read(fields)).isEqualTo(meant);
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void theClientReadsAnAnswerAsItWasMeant(Row<?> row) throws Exception {
    for (boolean full : new boolean[] {true, false}) {
      Class<? extends Record> type =
          ((Request<?>) Samples.of(clientType(row), false)).mode().answer();
      var frame = new ByteArrayOutputStream();
      Record answer = Samples.of(serverType(row, 1), full);
      Answer.write(Envelope.NONE, 1, new Answer.Done(answer), frame);
      Map<String, Object> fields = JsonTree.object(frame.toString(StandardCharsets.UTF_8));
      fields.put("not_known", Map.of("at", "all"));
      assertThat((Record) AnswerReader.of(type).read(fields)).isEqualTo(Samples.of(type, full));
    }
  }

  static Stream<Class<?>> events() {
    return Stream.of(Event.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("events")
  void theClientReadsAnEntryAsItWasMeant(Class<?> kind) {
    for (boolean full : new boolean[] {true, false}) {
      Event event = (Event) Samples.of(kind.asSubclass(Record.class), full);
      Entry entry = Entry.of(1, 2, 3, full ? 4L : null, event);
      String frame = new String(JsonWriter.event(entry, 5), StandardCharsets.UTF_8);
      assertThat(AnswerReader.of(Entry.class).read(JsonTree.object(frame))).isEqualTo(entry);
    }
  }

  static Stream<Class<?>> notices() {
    return Stream.of(Notice.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("notices")
  void theClientReadsAnEventBesideTheLogAsItWasMeant(Class<?> kind) {
    String name = kind.getSimpleName();
    String word = name.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + name.substring(1);
    Record notice = Samples.named(kind.asSubclass(Record.class), word);
    String frame = new String(JsonWriter.event(notice, 5), StandardCharsets.UTF_8);
    assertThat(Kinds.notice(JsonTree.object(frame))).isEqualTo(notice);
  }
}
