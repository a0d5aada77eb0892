package io.vestnik.protocol;

import io.vestnik.model.Change;
import io.vestnik.model.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/// Writes records, maps, lists and plain values as JSON, into a stream and in one pass.
public final class JsonWriter implements AutoCloseable {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .recyclerPool(JsonRecyclerPools.threadLocalPool())
          .rootValueSeparator("")
          .build();

  private final OutputStream stream;
  private final JsonGenerator json;

  JsonWriter(OutputStream stream) {
    this.stream = stream;
    json = FACTORY.createGenerator(ObjectWriteContext.empty(), stream, JsonEncoding.UTF8);
  }

  /// The record as JSON, ready to be sent any number of times.
  public static <T extends Record> Encoded<T> encode(T record) {
    return new Encoded<>(bytes(record));
  }

  /// Encodes records one by one, as [#encode] does, for as long as it is open: what a generator of
  /// JSON needs is made once for all of them.
  static final class Encoder implements AutoCloseable {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private final JsonWriter out = new JsonWriter(bytes);

    <T extends Record> Encoded<T> encode(T record) {
      bytes.reset();
      out.value(record);
      out.json.flush();
      return new Encoded<>(bytes.toByteArray());
    }

    @Override
    public void close() {
      out.close();
    }
  }

  /// An event's frame (protocol §7).
  ///
  /// @param fields with the kind's word in a component `event`
  public static byte[] event(Record fields, long timestamp) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonWriter out = new JsonWriter(bytes)) {
      out.open();
      out.json.writeName("mode");
      out.value("event");
      out.json.writeName("timestamp");
      out.value(timestamp);
      out.fieldsOf(fields);
      out.end();
    }
    return bytes.toByteArray();
  }

  /// A request's frame (protocol §2): what stands around the fields, then the fields.
  public static String request(Map<String, Object> envelope, Record fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonWriter out = new JsonWriter(bytes)) {
      out.open();
      out.members(envelope);
      out.fieldsOf(fields);
      out.end();
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /// A record, list or map as JSON text.
  public static String text(Object value) {
    return new String(bytes(value), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonWriter out = new JsonWriter(bytes)) {
      out.value(value);
    }
    return bytes.toByteArray();
  }

  void open() {
    json.writeStartObject();
  }

  void end() {
    json.writeEndObject();
  }

  void field(SerializableString name, @Nullable Object value) {
    json.writeName(name);
    value(value);
  }

  void field(SerializableString name, long value) {
    json.writeName(name);
    json.writeNumber(value);
  }

  void fieldsOf(Record record) {
    RecordWriter.of(record.getClass()).writeFields(record, this);
  }

  private void value(@Nullable Object value) {
    switch (value) {
      case null -> json.writeNull();
      case String text -> json.writeString(text);
      case Long number -> json.writeNumber(number);
      case Integer number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case BigInteger number -> json.writeNumber(number);
      case Boolean truth -> json.writeBoolean(truth);
      case Wire wire -> json.writeString(wire.word());
      case Encoded<?> encoded -> raw(encoded.json());
      case Scalar.Text(String text) -> json.writeString(text);
      case Scalar.Whole(long number) -> json.writeNumber(number);
      case Change.Set<?>(Object set) -> value(set);
      case Change.Clear<?> _ -> json.writeNull();
      case Record record -> {
        open();
        fieldsOf(record);
        end();
      }
      case Iterable<?> items -> {
        json.writeStartArray();
        items.forEach(this::value);
        json.writeEndArray();
      }
      case Map<?, ?> members -> {
        open();
        members(members);
        end();
      }
      case Object other ->
          throw new IllegalArgumentException("Not of the wire: " + other.getClass());
    }
  }

  private void members(Map<?, ?> members) {
    members.forEach((name, member) -> {
      json.writeName(String.valueOf(name));
      value(member);
    });
  }

  private void raw(byte[] utf8) {
    json.writeRawValue(""); // the separator alone
    json.flush();
    try {
      stream.write(utf8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    json.close();
  }
}
