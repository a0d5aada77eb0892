package io.vestnik.bench.workload;

import io.netty.buffer.ByteBuf;
import io.vestnik.bench.wire.Line;
import io.vestnik.bench.wire.Scan;
import io.vestnik.bench.wire.Talker;

/// A member who only listens.
final class Listener implements Talker {
  private final Speaker speaker;
  private long heard;

  Listener(Speaker speaker) {
    this.speaker = speaker;
  }

  @Override
  public void heard(Line line, ByteBuf text) {
    if (Scan.isEvent(text) && Scan.isMessage(text)) {
      speaker.delivered(heard);
      heard++;
    }
  }
}
