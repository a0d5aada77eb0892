package io.vestnik;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/// A real Redis in a process of its own, which can be killed and started again. It is the
/// `redis-server` of the machine, or else the one that comes as a jar. Whoever starts it closes it.
public final class TestRedis implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String LAST = "+PONG\r\n";
  private static @Nullable String program;

  private final Path folder;
  private final int port;
  private final List<String> more;
  private Process process;

  private TestRedis(int port, List<String> more) {
    this.port = port;
    this.more = more;
    try {
      folder = Files.createTempDirectory("vestnik-redis");
      process = run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One on any port, with these options beside.
  public static TestRedis start(String... options) {
    TestRedis redis = new TestRedis(freePort(), List.of(options));
    redis.awaitReady();
    return redis;
  }

  /// A Sentinel that looks after another, by the name `main`.
  public static TestRedis sentinelOf(TestRedis primary) {
    try {
      int own = freePort();
      Path file = Files.createTempFile("vestnik-sentinel", ".conf");
      Files.writeString(
          file,
          """
          port %d
          sentinel monitor main 127.0.0.1 %d 1
          sentinel down-after-milliseconds main 500
          sentinel failover-timeout main 2000
          """
              .formatted(own, primary.port));
      TestRedis sentinel = new TestRedis(own, List.of(file.toString(), "--sentinel"));
      sentinel.awaitReady();
      return sentinel;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Two that are a Cluster, each with half of the slots.
  public static List<TestRedis> cluster() {
    List<TestRedis> nodes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      TestRedis node = start("--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf");
      nodes.add(node);
      StringBuilder slots = new StringBuilder("CLUSTER ADDSLOTS");
      for (int slot = 8_192 * i; slot < 8_192 * (i + 1); slot++) {
        slots.append(' ').append(slot);
      }
      node.ask(slots.toString());
    }
    nodes.getFirst().ask("CLUSTER MEET 127.0.0.1 " + nodes.getLast().port);
    for (TestRedis node : nodes) {
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> node.ask("CLUSTER INFO").contains("cluster_state:ok"));
    }
    return nodes;
  }

  /// The first of its version's numbers.
  public int version() {
    String info = ask("INFO server");
    int at = info.indexOf("redis_version:") + "redis_version:".length();
    return Integer.parseInt(info.substring(at, info.indexOf('.', at)));
  }

  private static synchronized String program() {
    if (program == null) {
      program = find();
    }
    assumeTrue(!program.isEmpty(), "no Redis can be started here: install redis-server");
    return program;
  }

  private static String find() {
    for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
      Path file = Path.of(folder, "redis-server");
      if (runs(file)) {
        return file.toString();
      }
    }
    try {
      Path file = ExecutableProvider.newJarResourceProvider().get().toPath();
      return runs(file) ? file.toString() : "";
    } catch (IOException | RuntimeException e) {
      return "";
    }
  }

  private static boolean runs(Path file) {
    try {
      return Files.isExecutable(file)
          && new ProcessBuilder(file.toString(), "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // A Cluster's nodes speak by a second port, 10,000 above.
      int port = socket.getLocalPort();
      return port > 55_000 ? port - 20_000 : port;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process run() throws IOException {
    List<String> command = new ArrayList<>(List.of(program()));
    command.addAll(more);
    if (!more.contains("--sentinel")) {
      command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
      command.addAll(List.of("--save", "", "--appendonly", "no", "--dir", folder.toString()));
    }
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private void awaitReady() {
    Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> !ask("PING").isEmpty());
  }

  /// What it answers to a command that is a line.
  public String ask(String command) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      byte[] lines = (command + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII);
      socket.getOutputStream().write(lines);
      InputStream in = socket.getInputStream();
      StringBuilder answer = new StringBuilder();
      while (!answer.toString().endsWith(LAST) && answer.indexOf("-NOAUTH") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("it closed the connection after " + answer);
        }
        answer.append((char) next);
      }
      return answer.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  /// Its address as a setting.
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /// SIGKILL; returns when it is gone.
  public void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("Redis does not end");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Starts it again, on the same port.
  public void startAgain() {
    try {
      process = run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitReady();
  }

  @Override
  public void close() {
    kill();
    File[] files = folder.toFile().listFiles();
    for (File file : files == null ? new File[0] : files) {
      file.delete();
    }
    folder.toFile().delete();
  }
}
