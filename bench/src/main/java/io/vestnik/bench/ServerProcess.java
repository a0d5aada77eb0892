package io.vestnik.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server in a process of its own, with the flags that this JVM was given, so that both are as
/// `./vestnik` starts them. It is ended with this one.
final class ServerProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("is ready: ws://127\\.0\\.0\\.1:(\\d+)/");
  private static final Pattern STOPPED =
      Pattern.compile("Stopped: (\\d+) messages in (\\d+) commits");
  private static final Pattern ALLOCATED = Pattern.compile("Allocated: (\\d+) bytes");
  private static final Pattern MEMORY = Pattern.compile("(VmRSS|VmHWM):\\s+(\\d+) kB");
  private static final int WAIT_SECONDS = 30;

  private final Process process;
  private final Thread killer;
  private final Queue<String> said = new ConcurrentLinkedQueue<>();
  private final List<Thread> readers = new ArrayList<>();
  private final CompletableFuture<Integer> port = new CompletableFuture<>();

  /// What it said about itself at its end.
  ///
  /// @param allocatedBytes since it was ready
  record Stopped(long messages, long commits, long allocatedBytes) {}

  /// Starts it on the folder; returns when it is ready.
  ServerProcess(Path data) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.vestnik.Main"));
    command.addAll(List.of("serve", "--listen", "127.0.0.1:0", "--limits", "off"));
    command.addAll(List.of("--data", data.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("VESTNIK_"));
    builder.environment().put("VESTNIK_LOG", "debug");
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    killer = Thread.ofPlatform().unstarted(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(killer);
    read(process.getInputStream());
    read(process.getErrorStream());
    awaitReady();
  }

  private void awaitReady() {
    try {
      port.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
    } catch (RuntimeException e) {
      close();
      throw new IllegalStateException("The server does not start:\n" + String.join("\n", said), e);
    }
  }

  private void read(InputStream stream) {
    readers.add(
        Thread.ofVirtual()
            .start(() -> {
              try (var lines =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                lines.lines().forEach(this::take);
              } catch (IOException | UncheckedIOException e) {
                said.add(e.toString());
              }
            }));
  }

  private void take(String line) {
    said.add(line);
    Matcher ready = READY.matcher(line);
    if (ready.find()) {
      port.complete(Integer.valueOf(ready.group(1)));
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress("127.0.0.1", port.join());
  }

  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  Figures.Memory memory() {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    long now = 0;
    long peak = 0;
    try {
      Matcher lines = MEMORY.matcher(Files.readString(status));
      while (lines.find()) {
        long bytes = Long.parseLong(lines.group(2)) << 10;
        now = lines.group(1).equals("VmRSS") ? bytes : now;
        peak = lines.group(1).equals("VmHWM") ? bytes : peak;
      }
    } catch (IOException e) {
      return new Figures.Memory(0, 0);
    }
    return new Figures.Memory(now, peak);
  }

  /// Stops it, and gives what it said.
  Stopped stop() {
    process.toHandle().destroy(); // Process.destroy would close what it still has to say
    try {
      if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The server does not stop");
      }
      for (Thread reader : readers) {
        reader.join(Duration.ofSeconds(WAIT_SECONDS));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      close();
    }
    List<Long> allocated = numbers(ALLOCATED, 1);
    return new Stopped(
        last(numbers(STOPPED, 1)),
        last(numbers(STOPPED, 2)),
        allocated.size() < 2 ? 0 : allocated.getLast() - allocated.getFirst());
  }

  private static long last(List<Long> numbers) {
    return numbers.isEmpty() ? 0 : numbers.getLast();
  }

  private List<Long> numbers(Pattern pattern, int group) {
    return said.stream()
        .map(pattern::matcher)
        .filter(Matcher::find)
        .map(matcher -> Long.valueOf(matcher.group(group)))
        .toList();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException e) {
      said.add("The bench is ending already");
    }
  }
}
