package io.vestnik.bench.baseline;

import io.vestnik.bench.run.JavaProcess;
import io.vestnik.bench.run.Running;
import java.util.List;

/// [RawServer] in a process of its own, as the server is.
public final class RawProcess implements AutoCloseable {
  private final JavaProcess process =
      new JavaProcess(JavaProcess.Command.of(RawServer.class.getName(), List.of(), List.of()));

  /// It, as what is loaded.
  public Running running() {
    return Running.others(List.of(process.address()), List.of(process.pid()));
  }

  /// When it was started, in the terms of [System#nanoTime].
  public long began() {
    return process.began();
  }

  @Override
  public void close() {
    process.close();
  }
}
