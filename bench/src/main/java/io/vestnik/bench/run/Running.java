package io.vestnik.bench.run;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A server under load, or several that are one service: one of the bench's own, or some that ran
/// before.
public final class Running implements AutoCloseable {
  private final @Nullable ServerProcess process;
  private final List<InetSocketAddress> addresses;
  private final List<Long> pids;

  private Running(
      @Nullable ServerProcess process, List<InetSocketAddress> addresses, List<Long> pids) {
    this.process = process;
    this.addresses = List.copyOf(addresses);
    this.pids = List.copyOf(pids);
  }

  /// The bench's own, which ends when this is closed.
  public static Running own(ServerProcess process) {
    return new Running(process, List.of(process.address()), List.of(process.pid()));
  }

  /// Somebody else's.
  ///
  /// @param pids their processes, as far as they are known
  public static Running others(List<InetSocketAddress> addresses, List<Long> pids) {
    return new Running(null, addresses, pids);
  }

  /// The address of the first.
  public InetSocketAddress address() {
    return addresses.getFirst();
  }

  /// Where to connect to: to each as often as to the others.
  public List<InetSocketAddress> addresses() {
    return addresses;
  }

  /// The first one's process, 0 where that is not known.
  public long pid() {
    return pids.isEmpty() ? 0 : pids.getFirst();
  }

  /// What all of them use together, as far as they are known.
  public Usage usage() {
    return pids.stream().map(Usage::of).reduce(Usage.UNKNOWN, Usage::and);
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
