package io.vestnik.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.vestnik.Config;
import io.vestnik.Server;
import io.vestnik.account.Secrets;
import io.vestnik.bench.prepare.Contents;
import io.vestnik.bench.prepare.Prepared;
import io.vestnik.bench.run.Running;
import io.vestnik.bench.wire.Connections;
import io.vestnik.model.SystemClock;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a message costs in memory that is to be collected: it hardly depends on the machine, and
/// grows when something is done twice on a message's way. The bound is about one and a half times
/// what it was when last looked at.
class AllocationTest {
  private static final long MOST_BYTES = 21_000;
  // So many that nobody sends more than the 1,000 that a user may at once.
  private static final int PAIRS = 16;
  private static final int OUTSTANDING = 8;
  private static final int WARM_UP = 4_000;
  private static final int MEASURED = 8_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir private Path folder;

  @Test
  void aMessageAllocatesNoMoreThanItDid() {
    Prepared data = Prepared.in(folder.resolve("data"), Contents.pairs(PAIRS));
    try (Server server =
        new Server(Config.of(data.folder()), new SystemClock(), Secrets.ofSystem())) {
      Running running = Running.others(List.of(server.address()), List.of());
      var shape = new Pairs.Shape(OUTSTANDING, 0, Messages.content(100), true, 1);
      double bytes;
      try (Pairs pairs = new Pairs(running, Prepared.pairs(PAIRS), shape, false)) {
        bytes = pairs.during(() -> bytesPerMessage(server));
      }
      System.out.printf("%,.0f bytes a message%n", bytes);
      assertThat(bytes).isBetween(MOST_BYTES / 10.0, (double) MOST_BYTES);
    }
  }

  private double bytesPerMessage(Server server) {
    await(server, WARM_UP);
    long messagesBefore = appended(server);
    long bytesBefore = allocated();
    await(server, messagesBefore + MEASURED);
    return (double) (allocated() - bytesBefore) / (appended(server) - messagesBefore);
  }

  private static long appended(Server server) {
    return server.store().counts().appended();
  }

  private static void await(Server server, long messages) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> appended(server) >= messages);
  }

  // By all threads that are not the generator's, nor this one.
  private long allocated() {
    long[] others =
        Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
            .filter(Objects::nonNull)
            .filter(AllocationTest::isOfTheBench)
            .mapToLong(ThreadInfo::getThreadId)
            .toArray();
    long bench = Arrays.stream(threads.getThreadAllocatedBytes(others)).sum();
    return threads.getTotalThreadAllocatedBytes() - bench;
  }

  private static boolean isOfTheBench(ThreadInfo thread) {
    return thread.getThreadName().startsWith(Connections.THREADS)
        || thread.getThreadName().startsWith("awaitility")
        || thread.getThreadId() == Thread.currentThread().threadId();
  }
}
