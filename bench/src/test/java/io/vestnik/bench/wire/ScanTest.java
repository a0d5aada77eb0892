package io.vestnik.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vestnik.model.ContentType;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Message;
import io.vestnik.protocol.JsonWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// The generator knows the server's frames by their bytes, as the server writes them.
class ScanTest {
  private static ByteBuf text(String json) {
    return Unpooled.copiedBuffer(json, StandardCharsets.UTF_8);
  }

  private static ByteBuf event(Event body) {
    return Unpooled.wrappedBuffer(
        JsonWriter.event(Entry.of(7, 8, 1767225603004L, 12L, body), 1767225603004L));
  }

  private static Message message() {
    return new Message(
        8,
        7,
        12L,
        "anna",
        "Hi",
        ContentType.TEXT,
        1,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  @Test
  void knowsEventsOfMessages() {
    ByteBuf message = event(new Event.MessageSent(message()));
    assertThat(Scan.isEvent(message)).isTrue();
    assertThat(Scan.isMessage(message)).isTrue();
    assertThat(Scan.from(message)).isEqualTo(12);
    assertThat(Scan.isMessage(event(new Event.MessagePinned(8, true)))).isFalse();
  }

  @Test
  void knowsAnswers() {
    ByteBuf ok = text("{\"mode\":\"sendMessage\",\"timestamp\":1767225603004,\"status\":\"200\"}");
    assertThat(Scan.isEvent(ok)).isFalse();
    assertThat(Scan.isOk(ok)).isTrue();
    assertThat(Scan.isOk(text("{\"mode\":\"sendMessage\",\"status\":\"503\"}"))).isFalse();
    assertThat(Scan.isOk(text(""))).isFalse();
    assertThat(Scan.isEvent(text("{"))).isFalse();
  }

  @Test
  void readsNumbers() {
    assertThat(Scan.number(text("{\"a\":1,\"bc\":450}"), Scan.ascii("\"bc\":"))).isEqualTo(450);
    assertThat(Scan.number(text("{\"a\":1}"), Scan.ascii("\"bc\":"))).isZero();
  }
}
