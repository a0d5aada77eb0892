package io.vestnik.bench.run;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// How many files, sockets among them, a process may have open.
public final class OpenFiles {
  // Libraries, the database, pipes.
  private static final int OTHERS = 200;

  private OpenFiles() {}

  /// Throws where this process, or a server that it starts, cannot have so many connections.
  public static void require(int connections) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        && connections + OTHERS > system.getMaxFileDescriptorCount()) {
      throw new IllegalArgumentException(
          ("A process here may open %,d files, and %,d connections take %,d: raise the limit"
                  + " (ulimit -n) or ask for fewer")
              .formatted(system.getMaxFileDescriptorCount(), connections, connections + OTHERS));
    }
  }
}
