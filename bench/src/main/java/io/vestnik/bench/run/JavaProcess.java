package io.vestnik.bench.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
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
import java.util.stream.Stream;

/// A program in a JVM of its own that says `ready: ws://127.0.0.1:PORT/`. It gets the flags that
/// this JVM was given, so that it is as `./vestnik` starts it, and is ended with this one.
public final class JavaProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("ready: ws://127\\.0\\.0\\.1:(\\d+)/");
  private static final List<String> NOT_HANDED_ON =
      List.of("-javaagent", "-agentlib", "-Dvestnik.server.");
  private static final int WAIT_SECONDS = 60;

  private final Process process;
  private final long began = System.nanoTime();
  private final Runnable end = this::end;
  private final Queue<String> said = new ConcurrentLinkedQueue<>();
  private final List<Thread> readers = new ArrayList<>();
  private final CompletableFuture<Integer> port = new CompletableFuture<>();

  /// What to start.
  ///
  /// @param java further flags of the JVM
  /// @param program the class, or `-jar` and a file, and the arguments
  public record Command(List<String> java, List<String> program) {
    List<String> words() {
      Stream<String> own =
          ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
              .filter(flag -> NOT_HANDED_ON.stream().noneMatch(flag::startsWith));
      return Stream.of(
              Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
              own,
              java.stream(),
              program.stream())
          .flatMap(part -> part)
          .toList();
    }

    /// A class of this very class path.
    public static Command of(String mainClass, List<String> java, List<String> arguments) {
      List<String> program = new ArrayList<>();
      program.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
      program.addAll(arguments);
      return new Command(java, program);
    }
  }

  /// Starts it; [#address] waits until it is ready.
  public JavaProcess(Command command) {
    ProcessBuilder builder = new ProcessBuilder(command.words());
    builder.environment().keySet().removeIf(name -> name.startsWith("VESTNIK_"));
    builder.environment().put("VESTNIK_LOG", "debug");
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Cleanup.add(end);
    process.onExit().thenRun(() -> port.completeExceptionally(new IllegalStateException("ended")));
    read(process.getInputStream());
    read(process.getErrorStream());
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
    if (said.size() < 100_000) {
      said.add(line);
    }
    Matcher ready = READY.matcher(line);
    if (ready.find()) {
      port.complete(Integer.valueOf(ready.group(1)));
    }
  }

  /// Where it listens; waits until it does.
  public InetSocketAddress address() {
    try {
      return new InetSocketAddress(
          "127.0.0.1", port.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join());
    } catch (RuntimeException e) {
      close();
      throw new IllegalStateException("It does not start:\n" + String.join("\n", said), e);
    }
  }

  public long pid() {
    return process.pid();
  }

  /// When it was started, in the terms of [System#nanoTime].
  public long began() {
    return began;
  }

  public Usage usage() {
    return Usage.of(process.pid());
  }

  /// What is in its lines where the pattern's group is, in their order.
  public List<Long> numbers(Pattern pattern, int group) {
    return said.stream()
        .map(pattern::matcher)
        .filter(Matcher::find)
        .map(matcher -> Long.valueOf(matcher.group(group)))
        .toList();
  }

  /// Has it end by itself, and returns when it has said all.
  public void stop() {
    process.toHandle().destroy(); // Process.destroy would close what it still has to say
    try {
      if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("It does not stop");
      }
      for (Thread reader : readers) {
        reader.join(Duration.ofSeconds(WAIT_SECONDS));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      close();
    }
  }

  private void end() {
    process.destroyForcibly();
    process.onExit().orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).exceptionally(_ -> process).join();
  }

  @Override
  public void close() {
    Cleanup.run(end);
  }
}
