package io.vestnik.bench.run;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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
  /// @param jar to be started in place of this class path; null for the class path
  public record Options(List<String> java, List<String> arguments, @Nullable Path jar) {
    /// As `./vestnik` does.
    public static final Options DEFAULT = new Options(List.of(), List.of(), null);

    /// The same with one flag more.
    public Options withJava(String flag) {
      List<String> all = new ArrayList<>(java);
      all.add(flag);
      return new Options(all, arguments, jar);
    }
  }

  /// Starts it on the folder; [#address] waits until it is ready.
  public ServerProcess(Path data, Options options) {
    List<String> serve = new ArrayList<>();
    serve.addAll(List.of("serve", "--listen", "127.0.0.1:0", "--limits", "off"));
    serve.addAll(List.of("--data", data.toString()));
    serve.addAll(options.arguments);
    Path jar = options.jar;
    JavaProcess.Command command;
    if (jar == null) {
      command = JavaProcess.Command.of(MAIN, options.java, serve);
    } else {
      serve.addAll(0, List.of("-jar", jar.toString()));
      command = new JavaProcess.Command(options.java, serve);
    }
    process = new JavaProcess(command);
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
