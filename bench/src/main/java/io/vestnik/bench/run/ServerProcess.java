package io.vestnik.bench.run;

import java.io.File;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A Vestnik server in a process of its own, without limits of users' requests.
public final class ServerProcess implements AutoCloseable {
  private static final String MAIN = "io.vestnik.Main";
  private static final Pattern STOPPED =
      Pattern.compile("Stopped: (\\d+) messages in (\\d+) commits");
  private static final Pattern ALLOCATED = Pattern.compile("Allocated: (\\d+) bytes");

  private final JavaProcess process;

  /// What it said about itself at its end.
  ///
  /// @param allocatedBytes since it was ready
  public record Stopped(long messages, long commits, long allocatedBytes) {
    /// How many messages shared a commit, on the average.
    public double messagesPerCommit() {
      return (double) messages / Math.max(1, commits);
    }
  }

  /// How to start one.
  ///
  /// @param java further flags of its JVM
  /// @param arguments further arguments of `serve`
  /// @param rehearsed with the AOT cache that `./vestnik` has made, where there is one
  public record Options(List<String> java, List<String> arguments, boolean rehearsed) {
    /// As `./vestnik` does.
    public static final Options DEFAULT = new Options(List.of(), List.of(), true);
  }

  /// The server's jar, which `./vestnik bench` names; null where the server is on the class path.
  private static @Nullable Path jar() {
    String jar = System.getProperty("vestnik.server.jar");
    return jar == null ? null : Path.of(jar);
  }

  // The flags of the JVM that name what a start has learned.
  private static @Nullable Path learned() {
    String learned = System.getProperty("vestnik.server.args");
    // An empty one says that nothing came of the rehearsal.
    return learned == null || Path.of(learned).toFile().length() == 0 ? null : Path.of(learned);
  }

  /// Whether there is an AOT cache for it.
  public static boolean isRehearsed() {
    return learned() != null;
  }

  /// Where its code is: files and folders.
  public static List<Path> code() {
    Path jar = jar();
    return jar != null
        ? List.of(Objects.requireNonNull(jar.getParent()))
        : Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .toList();
  }

  /// Starts it on the folder; [#address] waits until it is ready.
  public ServerProcess(Path data, Options options) {
    List<String> serve = new ArrayList<>();
    serve.addAll(List.of("serve", "--listen", "127.0.0.1:0", "--limits", "off"));
    serve.addAll(List.of("--data", data.toString()));
    serve.addAll(options.arguments);
    process = new JavaProcess(command(options, serve));
  }

  private static JavaProcess.Command command(Options options, List<String> serve) {
    Path jar = jar();
    if (jar == null) {
      return JavaProcess.Command.of(MAIN, options.java, serve);
    }
    List<String> java = new ArrayList<>();
    Path learned = learned();
    if (options.rehearsed && learned != null) {
      java.add("@" + learned);
    }
    java.addAll(options.java);
    List<String> program = new ArrayList<>(List.of("-jar", jar.toString()));
    program.addAll(serve);
    return new JavaProcess.Command(java, program);
  }

  public InetSocketAddress address() {
    return process.address();
  }

  public long pid() {
    return process.pid();
  }

  /// When it was started, in the terms of [System#nanoTime].
  public long began() {
    return process.began();
  }

  public Usage usage() {
    return process.usage();
  }

  /// Stops it, and gives what it said.
  public Stopped stop() {
    process.stop();
    List<Long> allocated = process.numbers(ALLOCATED, 1);
    return new Stopped(
        last(process.numbers(STOPPED, 1)),
        last(process.numbers(STOPPED, 2)),
        allocated.size() < 2 ? 0 : allocated.getLast() - allocated.getFirst());
  }

  private static long last(List<Long> numbers) {
    return numbers.isEmpty() ? 0 : numbers.getLast();
  }

  @Override
  public void close() {
    process.close();
  }
}
