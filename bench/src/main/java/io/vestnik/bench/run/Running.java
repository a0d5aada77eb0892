package io.vestnik.bench.run;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// A server under load: one of the bench's own, or one that ran before.
public final class Running implements AutoCloseable {
  private final @Nullable ServerProcess process;
  private final InetSocketAddress address;
  private final long pid;

  private Running(@Nullable ServerProcess process, InetSocketAddress address, long pid) {
    this.process = process;
    this.address = address;
    this.pid = pid;
  }

  /// The bench's own, which ends when this is closed.
  public static Running own(ServerProcess process) {
    return new Running(process, process.address(), process.pid());
  }

  /// Somebody else's.
  ///
  /// @param pid its process, 0 where it is not known
  public static Running other(InetSocketAddress address, long pid) {
    return new Running(null, address, pid);
  }

  public InetSocketAddress address() {
    return address;
  }

  /// Its process, 0 where that is not known.
  public long pid() {
    return pid;
  }

  public Usage usage() {
    return pid == 0 ? Usage.UNKNOWN : Usage.of(pid);
  }

  /// Stops it and gives what it said, where it is the bench's own.
  public ServerProcess.@Nullable Stopped stop() {
    return process == null ? null : process.stop();
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }
}
